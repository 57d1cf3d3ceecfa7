import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { generatePhantom, importDataset, openDataset } from '@voxproof/engine/datasets'
import { evaluation, evaluationPart, submission } from '@voxproof/schema/tables'
import { eq, sql } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { committedResult } from '../testing/committed-result.ts'
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts'
import { seed } from './seed.ts'

let gateway: TestGateway
let folder: string
let logged: Record<string, unknown>[] = []
const result = (stem: string): string => join(folder, 'results', `${stem}.quick-1.json`)
const texts = new Map<string, string>()

beforeAll(async () => {
  gateway = await startTestGateway()
  folder = await mkdtemp(join(tmpdir(), 'voxproof-results-'))
  await mkdir(join(folder, 'results'))
  const { manifest, hash, cases } = await smallPhantoms()
  const dataset = { id: manifest.id, hash, classNames: manifest.classNames, caseKeys: cases.map(({ key }) => key) }
  const described = { family: 'convolutional', architecture: 'U-Net', training: 'standard', datasets: ['phantom-ct'] }
  const stems = ['sound', 'altered', 'cut-off', 'none', 'elsewhere']
  const list = stems.map((stem) => ({ ...described, file: `${stem}.onnx`, name: `Model ${stem}`, live: false }))
  Object.assign(list[4] ?? {}, { datasets: ['prostate-mr'] })
  await writeFile(join(folder, 'baselines.json'), JSON.stringify(list))
  for (const stem of stems) {
    await writeFile(join(folder, `${stem}.onnx`), `model ${stem}`)
    const modelHash = createHash('sha256').update(`model ${stem}`).digest('hex')
    texts.set(stem, committedResult({ modelHash, dataset, clean: 0.8 }))
  }
  await writeFile(result('sound'), texts.get('sound') ?? '')
  await writeFile(result('altered'), (texts.get('altered') ?? '').replace('"mean":0.4', '"mean":0.7'))
  await writeFile(result('cut-off'), (texts.get('cut-off') ?? '').slice(0, 5000))
})

afterAll(async () => {
  await gateway.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Both phantoms in the data folder, so that seeding does not generate larger ones; returns the first. */
async function smallPhantoms() {
  const draft = join(folder, 'draft')
  await generatePhantom({ outFolder: `${draft}-mr`, kind: 'mr', testCases: 1 })
  await importDataset(`${draft}-mr`, join(gateway.home, 'datasets'))
  await generatePhantom({ outFolder: draft, testCases: 2, shape: [16, 16, 16] })
  const imported = await importDataset(draft, join(gateway.home, 'datasets'))
  if (imported.status === 'refused') throw new Error(JSON.stringify(imported.problems))
  expect(basename(dirname(imported.folder))).toBe('phantom-ct')
  await gateway.restart()
  return openDataset(imported.folder)
}

async function seedNow(): Promise<void> {
  logged = []
  const write = (line: string): void => void logged.push(JSON.parse(line))
  const environment = { ...gateway.environment, gatewayUrl: gateway.address }
  await seed({ environment, baselinesFolder: folder, log: pino({ level: 'info', base: null }, { write }) })
}

const rows = () => gateway.db.select().from(evaluation)

test('a result that holds is imported as a finished evaluation; its file goes to validation, to be attacked no more', async () => {
  await seedNow()
  const [row, ...others] = await rows()
  expect(others).toEqual([])
  expect(row).toMatchObject({ status: 'finished', origin: 'imported', datasetId: 'phantom-ct', suiteId: 'quick-1' })
  expect(row?.report).toMatchObject({ clean: { mean: 0.8 }, robust: { mean: 0.4 } })
  const [owner] = await gateway.db
    .select()
    .from(submission)
    .where(eq(submission.id, row?.submissionId ?? ''))
  expect(owner).toMatchObject({ name: 'Model sound', isBaseline: true, isImported: true, status: 'validating' })
  const { rows: jobs } = await gateway.db.execute(
    sql`select priority from pgboss.job where name = 'validate-model' and state = 'created'`,
  )
  expect(jobs).toEqual([{ priority: 0 }])
})

test('damaged ones are refused, each with its reason, and their baselines left out; those without a result share a line', async () => {
  await seedNow()
  const errors = logged.filter(({ level }) => level === 50)
  expect(errors).toMatchObject([
    {
      file: 'altered.quick-1.json',
      code: 'altered-report',
      msg: expect.stringContaining('is not what this version makes of its parts'),
    },
    { file: 'cut-off.quick-1.json', code: 'malformed' },
  ])
  const leftOut = logged.filter(({ msg }) => String(msg).includes('left out'))
  expect(leftOut).toMatchObject([
    { baseline: 'Model elsewhere', msg: 'baseline left out: no such dataset' },
    {
      baselines: ['Model altered', 'Model cut-off', 'Model none'],
      msg: '3 baselines left out: they are not evaluated here and have no committed result that holds. To compute what is missing: npm run baselines:evaluate -- --suite standard-1',
    },
  ])
  const names = await gateway.db.select({ name: submission.name }).from(submission)
  expect(names).toEqual([{ name: 'Model sound' }])
})

test('a second run changes nothing', async () => {
  const before = [await rows(), await gateway.db.select().from(evaluationPart)]
  await seedNow()
  expect([await rows(), await gateway.db.select().from(evaluationPart)]).toEqual(before)
})

test('GraphQL says where it was computed and hands out the committed file to the byte', async () => {
  const [row] = await rows()
  await gateway.db.update(submission).set({ status: 'finished' })
  const { submission: shown } = await gateway
    .client()
    .query<{ submission: unknown }>(
      `query ($id: ID!) { submission(id: $id) { evaluations { origin status manifest progress { fraction } } } }`,
      { id: row?.submissionId },
    )
  const manifest = texts.get('sound')
  expect(shown).toEqual({
    evaluations: [{ origin: 'IMPORTED', status: 'FINISHED', manifest, progress: { fraction: 1 } }],
  })
})

test('one that was replaced by another is imported anew, and its board ranked', async () => {
  const [before] = await rows()
  const modelHash = createHash('sha256').update('model sound').digest('hex')
  const { datasetHash = '', report } = before ?? {}
  const caseKeys = report?.cases.map(({ caseKey }) => caseKey) ?? []
  const dataset = { id: 'phantom-ct', hash: datasetHash, classNames: report?.classNames ?? [], caseKeys }
  await writeFile(result('sound'), committedResult({ modelHash, dataset, clean: 0.6 }))
  await seedNow()
  const [after, ...others] = await rows()
  expect(others).toEqual([])
  expect(after?.report?.clean.mean).toBeCloseTo(0.6, 12)
  const { rows: jobs } = await gateway.db.execute(
    sql`select data->>'evaluationId' as id from pgboss.job where name = 'aggregate-evaluation' and state = 'created'`,
  )
  expect(jobs).toEqual([{ id: after?.id }])
})
