import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generatePhantom } from '@voxproof/engine/datasets'
import { manifestText, type ResultManifest } from '@voxproof/engine/suite'
import { readManifest } from '@voxproof/schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluate as evaluateModel, type EvaluateOptions } from './evaluate.ts'
import { progressBar } from './progress-bar.ts'

const command = fileURLToPath(new URL('../../bin/voxproof.mjs', import.meta.url))
const model = fileURLToPath(new URL('../../../../baselines/models/unet-phantom.onnx', import.meta.url))

let folder: string
const at = (name: string): string => join(folder, name)
const common = (): string[] => ['--dataset', at('phantom'), '--home', at('home'), '--threads', '1']

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxproof-evaluate-'))
  await generatePhantom({ outFolder: at('phantom'), testCases: 2, shape: [16, 16, 16] })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

function voxproof(...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { maxBuffer: 2 ** 26 }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

const evaluate = (...args: readonly string[]): Promise<Outcome> => voxproof('evaluate', model, ...common(), ...args)

/** The same without a process of its own. */
async function evaluated(options: Partial<EvaluateOptions>): Promise<ResultManifest> {
  const usual: EvaluateOptions = {
    ...{ dataset: at('phantom'), suite: 'quick-1', home: at('home'), threads: 1, providers: ['cpu'] },
  }
  return (await evaluateModel(model, { ...usual, ...options }, progressBar({ write: () => true }))).manifest
}

function manifestOf(text: string): ResultManifest {
  const reading = readManifest(text)
  if (reading.status === 'malformed') throw new Error(reading.message)
  return reading.manifest
}

const partFiles = async (): Promise<string[]> => {
  const names = await readdir(at('home/evaluations'), { recursive: true })
  return names.filter((name) => name.endsWith('.json')).map((name) => at(`home/evaluations/${name}`))
}

/** Runs until as many parts are done, then sends the signal. */
function interrupted(parts: number, signal: NodeJS.Signals, ...args: readonly string[]) {
  return new Promise<Outcome>((resolve) => {
    const child: ChildProcess = spawn(process.execPath, [command, 'evaluate', model, ...common(), ...args])
    let [out, err] = ['', '']
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString()
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      err += chunk.toString()
      if (!child.killed && new RegExp(`^ +${parts}/`, 'm').test(err)) child.kill(signal)
    })
    child.once('close', (code) => resolve({ code: code ?? -1, out, err }))
  })
}

describe('voxproof evaluate', () => {
  let whole: string

  test('says what it will take, runs the suite, writes the manifest and prints a summary', async () => {
    const { code, out, err } = await evaluate('--out', at('whole.json'))
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringMatching(/\d+ parts to run, about [\d.]+ s\n/) })
    expect(err).toMatch(/ 1\/\d+ {2}test-000 clean {2}clean 0\.\d{3}/)
    expect(out).toMatch(/robust +0\.\d{4} \[0\.\d{4}, 0\.\d{4}\]/)
    whole = await readFile(at('whole.json'), 'utf8')
    const { provenance, report, selection } = manifestOf(whole)
    expect(provenance).toMatchObject({ suiteId: 'quick-1', datasetId: 'phantom-ct', providers: ['cpu'] })
    expect(report.cases.map(({ caseKey }) => caseKey)).toEqual(['test-000', 'test-001'])
    expect(selection).toBeUndefined()
  })

  test('writes what voxproof verify accepts, and refuses once a number was changed', async () => {
    const verify = () => voxproof('verify', model, '--manifest', at('whole.json'), '--home', at('home'))
    expect(await verify()).toMatchObject({ code: 0, out: expect.stringContaining('verified') })
    // Another engine may have computed it; that is said.
    const { engineHash = '' } = manifestOf(whole).provenance
    await writeFile(at('whole.json'), whole.replaceAll(engineHash, '0'.repeat(64)))
    const elsewhere = `verified.*\ncomputed by the engine 0{64}; this one is ${engineHash}`
    expect(await verify()).toMatchObject({ code: 0, out: expect.stringMatching(elsewhere) })
    await writeFile(at('whole.json'), whole.replace('"retainedRatio":0', '"retainedRatio":1'))
    expect(await verify()).toMatchObject({ code: 2, out: expect.stringContaining('refused (altered-report)') })
    // The parts are sound; the report can be made of them again.
    await voxproof('summarise', at('whole.json'), '--out', at('whole.json'))
    expect(await readFile(at('whole.json'), 'utf8')).toBe(whole)
  })

  test('takes finished parts over, and runs those again whose files were damaged', async () => {
    const files = await partFiles()
    const [half = '', altered = ''] = files
    await truncate(half, 200)
    await writeFile(altered, (await readFile(altered, 'utf8')).replace('"foregroundDice":0', '"foregroundDice":1'))
    const { out, err } = await evaluate('--json', '--times', at('times.json'))
    const times: unknown = JSON.parse(await readFile(at('times.json'), 'utf8'))
    expect(times).toHaveLength(files.length)
    const time = { seconds: expect.any(Number), processorSeconds: expect.any(Number) }
    expect(times).toContainEqual({ caseKey: 'test-001', group: 'pgd-8', ...time })
    expect(err).toContain(`${files.length - 2} of ${files.length} parts are kept from an earlier run\n2 parts to run`)
    expect(out).toBe(whole)
  })

  test('stops on Ctrl-C with what is done kept, and goes on after a kill -9, to the same numbers', async () => {
    const selection = ['--state', at('interrupted'), '--cases', 'test-000', '--json']
    const stopped = await interrupted(1, 'SIGINT', ...selection)
    expect(stopped).toMatchObject({ code: 130, out: '' })
    expect(stopped.err).toMatch(
      /voxproof: Stopped; [1-9] of \d+ parts are kept in .*The same command goes on from there/,
    )
    await interrupted(3, 'SIGKILL', ...selection)
    const { out, err } = await evaluate(...selection)
    expect(err).toMatch(/^[3-9] of \d+ parts are kept from an earlier run/m)
    expect(manifestOf(out).parts).toEqual(manifestOf(whole).parts.filter(({ caseKey }) => caseKey === 'test-000'))
  })

  test('runs a selection, which says that it is one and has the numbers of the whole', async () => {
    const part = await evaluated({ cases: ['test-001'], attacks: ['pgd-8', 'fgsm'] })
    expect(part.selection).toEqual({ cases: ['test-001'], attacks: ['clean', 'fgsm-4', 'fgsm-8', 'pgd-8'] })
    const outcomesOf = ({ parts }: ResultManifest) => parts.filter((one) => one.caseKey === 'test-001')
    const expected = outcomesOf(manifestOf(whole)).flatMap(({ outcomes }) => outcomes)
    for (const outcome of outcomesOf(part).flatMap(({ outcomes }) => outcomes)) expect(expected).toContainEqual(outcome)
  })

  const mistakes: [string, Partial<EvaluateOptions>, string][] = [
    ['an unknown suite', { suite: 'quick-9' }, 'There is no suite quick-9; there are quick-1'],
    ['an unknown attack', { attacks: ['magic'] }, 'Suite quick-1 has no attack magic; it has clean'],
    ['an unknown case', { cases: ['test-9'] }, 'has no test case test-9; it has test-000, test-001'],
    ['an unknown dataset', { dataset: 'nowhere' }, 'There is no dataset nowhere in'],
  ]
  test.each(mistakes)('%s is named, with what there is', async (_, options, message) => {
    await expect(evaluated(options)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(message),
    })
  })

  test('a model of other classes is refused as the service refuses it', async () => {
    await generatePhantom({ outFolder: at('cardiac'), testCases: 1, kind: 'mr' })
    const message = expect.stringMatching(/has 9 classes with the background; the dataset phantom-mr has \d/)
    await expect(evaluated({ dataset: at('cardiac') })).rejects.toMatchObject({ name: 'UsageError', message })
  })
})

test('a folder that cannot be written to is found out before anything runs', async () => {
  const { code, err } = await evaluate('--out', join(model, 'result.json'))
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringMatching(/^voxproof: Cannot write to .*unet-phantom.onnx: /),
  })
})

describe('voxproof rescore', () => {
  const rescore = (...args: readonly string[]) =>
    voxproof('rescore', model, '--manifest', at('part.json'), '--home', at('home'), '--dataset', at('phantom'), ...args)

  test('finds the stated numbers on every exported volume, and refuses one that left its bound', async () => {
    const part = await evaluated({ cases: ['test-000'], attacks: ['fgsm'], export: at('volumes') })
    await writeFile(at('part.json'), manifestText(part))
    const { code, out } = await rescore('--volumes', at('volumes'))
    expect({ code, verdicts: out.match(/^\w+/gm) }).toEqual({ code: 0, verdicts: ['same', 'same', 'same'] })
    await cp(at('volumes/test-000/fgsm-8.nii.gz'), at('volumes/test-000/fgsm-4.nii.gz'))
    await cp(at('volumes/test-000/clean.nii.gz'), at('volumes/test-000/fgsm-8.nii.gz'))
    const swapped = await rescore('--volumes', at('volumes'))
    expect(swapped).toMatchObject({ code: 2, out: expect.stringContaining('the bound is 4/255') })
    expect(swapped.out.match(/^\w+/gm)).toEqual(['same', 'refused', 'different'])
  })
})
