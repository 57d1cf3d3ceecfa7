import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { manifestText, type ResultManifest, type SuiteDefinition, suiteHash, suites } from '@voxproof/engine/suite'
import { readManifest } from '@voxproof/schema'
import { evaluation, evaluationPart, submission, suite } from '@voxproof/schema/tables'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createFixture, type EvaluatorFixture } from '../test/evaluator-fixture.ts'
import { segmenter } from '../test/models.ts'

const standard: SuiteDefinition = suites['standard-1']
const group = 'transfer-unet'
let fixture: EvaluatorFixture

beforeAll(async () => {
  fixture = await createFixture('phantom-ct')
})

afterAll(() => fixture.close())

/** One part of standard-1 on its own: the attacks that one surrogate makes, on one case. */
async function openPart(submissionId: string): Promise<string> {
  const { database, datasetHash } = fixture
  const [suiteId, hash] = [standard.id, suiteHash(standard)]
  await database.insert(suite).values({ id: suiteId, hash, definition: standard }).onConflictDoNothing()
  const board = { datasetId: 'phantom-ct', datasetHash, suiteId, suiteHash: hash }
  const [row] = await database
    .insert(evaluation)
    .values({ submissionId, ...board })
    .returning()
  if (row === undefined) throw new Error('no evaluation')
  const [part] = await database
    .insert(evaluationPart)
    .values({ evaluationId: row.id, caseKey: 'test-000', group, position: 0 })
    .returning()
  if (part === undefined) throw new Error('no part')
  return part.id
}

it('lends a suite’s surrogate to a part, and finds what the command line finds', { timeout: 120_000 }, async () => {
  const { database, home, send, classCount } = fixture
  let modelHash = ''
  const id = await fixture.submit(segmenter({ classes: classCount }), {
    before: async (_, hash) => {
      modelHash = hash
    },
  })
  await database.update(submission).set({ status: 'evaluating' }).where(eq(submission.id, id))
  const partId = await openPart(id)
  await send.evaluatePart([{ partId }])
  const evaluator = await fixture.start()
  const resultOf = async () =>
    (await database.select().from(evaluationPart).where(eq(evaluationPart.id, partId)))[0]?.result ?? null
  await expect.poll(resultOf, { timeout: 90_000, interval: 200 }).not.toBeNull()
  const outcomes = (await resultOf())?.outcomes ?? []
  expect(new Set(outcomes.map(({ transferredFrom }) => transferredFrom))).toEqual(new Set(['UNet']))
  expect(await evaluator.end('SIGTERM')).toBe(0)

  const options = ['--dataset', 'phantom-ct', '--home', home, '--suite', 'standard-1', '--threads', '1', '--json']
  const selection = ['--cases', 'test-000', '--attacks', group]
  const command = join(import.meta.dirname, '../../../cli/bin/voxproof.mjs')
  const model = join(home, 'models', `${modelHash}.onnx`)
  const { stdout } = await promisify(execFile)(process.execPath, [command, 'evaluate', model, ...options, ...selection])
  const reading = readManifest(stdout)
  if (reading.status === 'malformed') throw new Error(reading.message)
  const timeless = outcomes.map((outcome) => {
    const { seconds: _, ...rest } = outcome
    return rest
  })
  const expected: ResultManifest = {
    ...reading.manifest,
    parts: reading.manifest.parts.map((one) => (one.group === group ? { ...one, outcomes: timeless } : one)),
  }
  expect(stdout).toBe(manifestText(expected))
})
