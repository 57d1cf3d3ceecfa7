import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { manifestText, partGroups, resultManifest, suites } from '@voxproof/engine/suite'
import { partResultSchema } from '@voxproof/schema'
import { evaluation, evaluationPart, modelFile, ranking, submission } from '@voxproof/schema/tables'
import { asc, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createFixture, type EvaluatorFixture } from '../test/evaluator-fixture.ts'
import { notFinite, segmenter, withBoxes } from '../test/models.ts'

let fixture: EvaluatorFixture

beforeAll(async () => {
  fixture = await createFixture()
})

afterEach(() => fixture.killAll())

afterAll(() => fixture.close())

async function submissionRow(id: string) {
  const [row] = await fixture.database.select().from(submission).where(eq(submission.id, id))
  if (row === undefined) throw new Error(`no submission ${id}`)
  return row
}

async function evaluationOf(submissionId: string) {
  const [row] = await fixture.database.select().from(evaluation).where(eq(evaluation.submissionId, submissionId))
  if (row === undefined) throw new Error(`no evaluation of ${submissionId}`)
  const parts = await fixture.database
    .select()
    .from(evaluationPart)
    .where(eq(evaluationPart.evaluationId, row.id))
    .orderBy(asc(evaluationPart.position))
  return { ...row, parts }
}

async function finishedParts(submissionId: string): Promise<number> {
  const parts = await fixture.database
    .select({ result: evaluationPart.result })
    .from(evaluationPart)
    .innerJoin(evaluation, eq(evaluation.id, evaluationPart.evaluationId))
    .where(eq(evaluation.submissionId, submissionId))
  return parts.filter(({ result }) => result !== null).length
}

/** Resolves in the middle of a part, with at least this many finished before it. */
function inTheMiddle(submissionId: string, finished: number) {
  const state = async () => {
    const [row] = await fixture.database.select().from(evaluation).where(eq(evaluation.submissionId, submissionId))
    if (row === undefined) return false
    const { parts } = await evaluationOf(submissionId)
    const isRunning = parts.some(({ status }) => status === 'running')
    return isRunning && parts.filter(({ result }) => result !== null).length >= finished
  }
  return expect.poll(state, { timeout: 60_000, interval: 10 }).toBe(true)
}

function settles(submissionId: string, status: string, timeout = 90_000) {
  return expect.poll(async () => (await submissionRow(submissionId)).status, { timeout, interval: 100 }).toBe(status)
}

/** What an evaluation found, without the times that it took. */
function outcomesOf(parts: Awaited<ReturnType<typeof evaluationOf>>['parts']) {
  return parts.map(({ result }) => result?.outcomes.map((outcome) => ({ ...outcome, seconds: 0 })))
}

/** Two cases under every group of quick-1. */
const partCount = 2 * partGroups(suites['quick-1']).length

/** The manifest as the command line prints it, on the same files. */
async function evaluatedByCommandLine(modelHash: string): Promise<string> {
  const { home } = fixture
  const command = join(import.meta.dirname, '../../../cli/bin/voxproof.mjs')
  const model = join(home, 'models', `${modelHash}.onnx`)
  const options = ['--dataset', 'phantom-test', '--home', home, '--threads', '1', '--json']
  const { stdout } = await promisify(execFile)(process.execPath, [command, 'evaluate', model, ...options])
  return stdout
}

describe('the evaluator', () => {
  let firstId = ''

  it('takes a sound model from its validation to its rank', { timeout: 120_000 }, async () => {
    const { classCount } = fixture
    const evaluator = await fixture.start()
    firstId = await fixture.submit(segmenter({ classes: classCount }))
    await settles(firstId, 'finished')
    const { parts, report, status } = await evaluationOf(firstId)
    expect(parts.length).toBe(partCount)
    expect(parts.every((part) => part.status === 'finished' && part.attempts === 1 && part.progress === 1)).toBe(true)
    expect(status).toBe('finished')
    expect(report?.caseCount).toBe(2)
    expect(report?.provenance.modelHash).toMatch(/^[0-9a-f]{64}$/)
    const { modelHash } = await submissionRow(firstId)
    const [file] = await fixture.database
      .select()
      .from(modelFile)
      .where(eq(modelFile.hash, modelHash ?? ''))
    expect(file?.inspection?.operators).toEqual({ Conv: 2, LeakyRelu: 1 })
    await expect
      .poll(async () => (await fixture.database.select().from(ranking)).map(({ scope, rank }) => [scope, rank]))
      .toEqual([
        ['all', 1],
        ['convolutional', 1],
      ])
    expect(await evaluator.end('SIGTERM')).toBe(0)
  })

  it('finds what the command line finds, to the byte', { timeout: 60_000 }, async () => {
    const { parts, report } = await evaluationOf(firstId)
    if (report === null) throw new Error('The first evaluation has no report.')
    const results = parts.flatMap(({ result }) => partResultSchema.parse(result))
    const text = manifestText(resultManifest(report, results))
    expect(await evaluatedByCommandLine(report.provenance.modelHash)).toBe(text)
  })

  it('counts every part once though a worker is killed in the middle', { timeout: 120_000 }, async () => {
    const { classCount } = fixture
    const evaluator = await fixture.start()
    // The same network in another file, so that its results are known.
    const id = await fixture.submit(segmenter({ classes: classCount, spatial: ['a', 'b', 'c'] }), { family: 'hybrid' })
    await inTheMiddle(id, 3)
    await evaluator.end('SIGKILL')
    expect(await finishedParts(id)).toBeLessThan(partCount)
    const successor = await fixture.start()
    await settles(id, 'finished')
    const undisturbed = await evaluationOf(firstId)
    const { parts, report } = await evaluationOf(id)
    expect(outcomesOf(parts)).toEqual(outcomesOf(undisturbed.parts))
    expect(report?.cases).toEqual(undisturbed.report?.cases)
    expect(parts.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(partCount + 1)
    await expect
      .poll(async () =>
        (await fixture.database.select().from(ranking)).map(({ scope, rank }) => `${scope} ${rank}`).sort(),
      )
      .toEqual(['all 1', 'all 1', 'convolutional 1', 'hybrid 1'])
    await successor.end('SIGTERM')
  })

  it('ranks anew what an earlier version ranked without groups', { timeout: 60_000 }, async () => {
    const published = async () =>
      (await fixture.database.select().from(ranking)).map(({ groups, rankThenAggregate }) => [
        rankThenAggregate,
        groups,
      ])
    // The two networks are the same one.
    expect(await published()).toEqual(Array.from({ length: 4 }, () => [1, ['a']]))
    await fixture.database.update(ranking).set({ rankThenAggregate: null, groups: [] })
    const evaluator = await fixture.start()
    await expect.poll(published, { timeout: 30_000 }).toEqual(Array.from({ length: 4 }, () => [1, ['a']]))
    await evaluator.end('SIGTERM')
  })

  it('hands the part under way back when it is told to end', { timeout: 120_000 }, async () => {
    const evaluator = await fixture.start()
    const id = await fixture.submit(segmenter({ classes: fixture.classCount, offset: 0.01 }))
    await inTheMiddle(id, 2)
    expect(await evaluator.end('SIGTERM')).toBe(0)
    const { parts } = await evaluationOf(id)
    expect(parts.filter(({ status }) => status === 'running')).toEqual([])
    expect(parts.filter(({ status, attempts }) => status === 'queued' && attempts !== 0)).toEqual([])
    const successor = await fixture.start()
    await settles(id, 'finished')
    expect((await evaluationOf(id)).parts.every(({ attempts }) => attempts === 1)).toBe(true)
    await successor.end('SIGTERM')
  })

  it('rejects what cannot be evaluated, stops what is cancelled, and goes on with the queue', {
    timeout: 60_000,
  }, async () => {
    const { classCount, submit, database } = fixture
    const evaluator = await fixture.start()
    const rejected = [
      [await submit(new Uint8Array(2000).fill(0x55)), 'not-onnx'],
      [await submit(segmenter({ classes: 4 })), 'class-count-mismatch'],
      [await submit(notFinite(classCount)), 'non-finite-output'],
    ] as const
    const cancelled = await submit(segmenter({ classes: classCount, offset: 0.02 }))
    for (const [id, code] of rejected) {
      await settles(id, 'rejected')
      const { rejection } = await submissionRow(id)
      expect(rejection?.code).toBe(code)
      expect(rejection?.dataset).toBe(code === 'class-count-mismatch' ? 'phantom-test' : undefined)
    }
    await expect.poll(() => finishedParts(cancelled), { timeout: 60_000, interval: 20 }).toBeGreaterThanOrEqual(1)
    await database.update(submission).set({ status: 'cancelled' }).where(eq(submission.id, cancelled))
    const sound = await submit(segmenter({ classes: classCount, offset: 0.03 }))
    await settles(sound, 'finished')
    expect(await finishedParts(cancelled)).toBeLessThan(partCount)
    expect(evaluator.log()).not.toContain('"level":50')
    await evaluator.end('SIGTERM')
  })

  it('ends a submission with a typed failure after three attempts that were not its fault', {
    timeout: 60_000,
  }, async () => {
    const id = await fixture.submit(segmenter({ classes: fixture.classCount, offset: 0.04 }))
    const { modelHash } = await submissionRow(id)
    await rm(join(fixture.home, 'models', `${modelHash}.onnx`))
    const evaluator = await fixture.start()
    await settles(id, 'failed')
    const { failure } = await submissionRow(id)
    expect(failure).toMatchObject({ code: 'internal-error', canRetry: true })
    expect(failure?.message).not.toContain(fixture.home)
    await evaluator.end('SIGTERM')
  })

  it('attacks a model without a gradient rule by queries alone, and says so', { timeout: 60_000 }, async () => {
    const evaluator = await fixture.start()
    const id = await fixture.submit(withBoxes(fixture.classCount))
    await settles(id, 'finished')
    const { parts, report } = await evaluationOf(id)
    const entries = parts.flatMap(({ result }) => result?.outcomes.map(({ entry }) => entry) ?? [])
    expect(new Set(entries)).toEqual(new Set(['clean', 'gaussian-noise-4', 'gaussian-noise-8', 'square-8']))
    expect(report?.provenance.gradient).toBe('none')
    expect(report?.rankedBy).toBe('black-box')
    const [flag] = report?.flags ?? []
    expect(flag?.code).toBe('query-only')
    expect(flag?.message).toContain('MaxRoiPool (node MaxRoiPool_pooled')
    await evaluator.end('SIGTERM')
  })
})
