import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { modelFile, submission } from '@voxproof/schema/tables'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLog } from '../log.ts'
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts'
import { seed } from './seed.ts'

let gateway: TestGateway
let folder: string

// More baselines than a person may submit in a day.
const names = ['U-Net, standard', 'U-Net, adversarial', 'SegResNet', 'UNETR']
const training = ['standard', 'adversarial', 'standard', 'frequency-adversarial']

beforeAll(async () => {
  gateway = await startTestGateway({ dailySubmissionLimit: 3 })
  folder = await mkdtemp(join(tmpdir(), 'voxproof-baselines-'))
  const list = names.map((name, position) => ({
    file: `${position}.onnx`,
    name,
    family: 'convolutional',
    architecture: 'U-Net',
    training: training[position],
    description: 'A reference.',
    datasets: ['phantom-ct'],
  }))
  const listedOnly = { ...list[0], name: 'Swin UNETR', live: false }
  await writeFile(join(folder, 'baselines.json'), JSON.stringify([...list, listedOnly]))
  for (const position of names.keys()) await writeFile(join(folder, `${position}.onnx`), `model ${position}`)
})

afterAll(async () => {
  await gateway.stop()
  await rm(folder, { recursive: true, force: true })
})

async function seedNow(): Promise<void> {
  const environment = { ...gateway.environment, gatewayUrl: gateway.address }
  await seed({ environment, baselinesFolder: folder, log: openLog('silent') })
}

test('the first run makes the phantom datasets and takes every live baseline to validation', async () => {
  await seedNow()
  for (const id of ['phantom-ct', 'phantom-mr']) {
    expect(await readdir(join(gateway.home, 'datasets', id))).toHaveLength(1)
  }
  const rows = await gateway.db.select().from(submission)
  expect(rows.map((row) => row.name).sort()).toEqual([...names].sort())
  expect(rows.every((row) => row.isBaseline && row.status === 'validating')).toBe(true)
  const unet = rows.find((row) => row.name === 'U-Net, standard')
  expect(unet?.modelHash).toBe(createHash('sha256').update('model 0').digest('hex'))
})

test('a second run changes nothing', async () => {
  const before = await gateway.db.select().from(submission)
  await seedNow()
  expect(await gateway.db.select().from(submission)).toEqual(before)
})

test('a run after a kill between creation and upload uploads what is missing', async () => {
  await gateway.db
    .update(submission)
    .set({ status: 'awaiting-upload', modelHash: null, uploadedAt: null, uploadId: null, isBaseline: false })
  await gateway.db.delete(modelFile)
  await seedNow()
  const rows = await gateway.db.select().from(submission)
  expect(rows).toHaveLength(names.length)
  expect(rows.every((row) => row.isBaseline && row.status === 'validating' && row.modelHash !== null)).toBe(true)
})

test('the phantoms of the gateway are the generated ones, with twelve cases each', async () => {
  await gateway.restart()
  for (const [slug, modality] of [
    ['phantom-ct', 'CT'],
    ['phantom-mr', 'MR'],
  ]) {
    const { dataset } = await gateway
      .client()
      .query<{ dataset: unknown }>(`{ dataset(slug: "${slug}") { caseCount modality cases { shape } } }`)
    expect(dataset).toMatchObject({ caseCount: 12, modality })
  }
})
