import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generatePhantom, importDataset, openDataset } from '../packages/engine/src/datasets/index.ts'
import type { WindowModel } from '../packages/engine/src/inference/index.ts'
import { openWindowModel } from '../packages/engine/src/runtime/index.ts'
import {
  applicableEntries,
  partVictims,
  type PartRequest,
  runPart,
  type SuiteDefinition,
  suites,
} from '../packages/engine/src/suite/index.ts'

/**
 * What an evaluation spends outside ONNX Runtime: losses, attacks, sliding window, metrics. Runs entries of a suite on a
 * phantom case with one thread and prints wall seconds and the processor seconds within and outside the network, with
 * the share of the latter, for each entry and in all: on a busy machine these hold, the wall's do not. Helpers are V8's
 * other threads, which collect garbage and compile: apart, as a busy machine has more of it. More threads shorten the
 * network's time alone. The model, a baseline's name or a file, stands in for the surrogates too. The ladder runs one
 * epsilon. Each entry runs twice and the second run counts: what Node compiles on an evaluation's first case is compiled
 * for all its cases; `--cold` counts the first one.
 * Run: npx tsx bench/suite-overhead.ts [--model unet-phantom] [--suite standard-1] [--edge 48] [--entries fgsm-8,apgd-4] [--cold]
 */
const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'unet-phantom' },
    suite: { type: 'string', default: 'standard-1' },
    edge: { type: 'string', default: '48' },
    entries: { type: 'string' },
    cold: { type: 'boolean', default: false },
  },
})

const published = Object.entries(suites).find(([id]) => id === values.suite)?.[1]
if (!published) throw new Error(`There is no suite ${values.suite}; there are ${Object.keys(suites).join(', ')}.`)
const suite: SuiteDefinition = {
  ...published,
  ...(published.ladder ? { ladder: { ...published.ladder, epsilons: [4] } } : {}),
}
const row = (cells: readonly string[]): void => {
  process.stdout.write(`${cells.map((cell, i) => (i === 0 ? cell.padEnd(34) : cell.padStart(10))).join(' ')}\n`)
}

const folder = await mkdtemp(join(tmpdir(), 'overhead-'))
try {
  const edge = Number(values.edge)
  await generatePhantom({ outFolder: join(folder, 'raw'), testCases: 1, shape: [edge, edge, edge] })
  const imported = await importDataset(join(folder, 'raw'), join(folder, 'prepared'))
  if (imported.status === 'refused') throw new Error(imported.problems.map(({ message }) => message).join('\n'))
  const dataset = await openDataset(imported.folder)
  const { roiShape: windowShape, classNames, id: datasetId } = dataset.manifest
  const baseline = new URL(`../baselines/models/${values.model}.onnx`, import.meta.url)
  const file = new Uint8Array(await readFile(values.model.endsWith('.onnx') ? values.model : baseline))
  const { model, spent } = timed(await openWindowModel(file, { windowShape, threads: 1 }))
  const { image, label, spacingMm } = await dataset.loadCase('test-000')
  const victims = partVictims(suite, model, image.shape)
  const common = { ...victims, image, label, spacingMm, classCount: classNames.length, caseKey: 'test-000', datasetId }
  const total: Spent = { wall: 0, network: 0, helpers: 0, outside: 0 }
  const measure = async (name: string, request: Pick<PartRequest, 'suite' | 'group'>): Promise<void> => {
    const run = () =>
      runPart({
        ...common,
        ...request,
        modelHash: '',
        gradient: 'available',
        surrogates: suite.surrogates?.map((surrogate) => ({ ...surrogate, windowShape, ...victims })),
      })
    if (!values.cold) await run()
    const before = spent.seconds
    const [thread, all] = [threadSeconds(), secondsOf(process.cpuUsage())]
    const began = performance.now()
    await run()
    const wall = (performance.now() - began) / 1000
    const network = spent.seconds - before
    const helpers = secondsOf(process.cpuUsage()) - all - (threadSeconds() - thread)
    const outside = threadSeconds() - thread - network
    total.wall += wall
    total.network += network
    total.helpers += helpers
    total.outside += outside
    row([name, ...cells({ wall, network, helpers, outside })])
  }
  row(['entry', 'wall', 'network', 'helpers', 'outside', 'share'])
  const wanted = values.entries?.split(',')
  const entries = applicableEntries(suite, { datasetId, modelHash: '', gradient: 'available' })
  const clean = entries.filter(({ track }) => track === 'clean')
  for (const entry of entries) {
    if (wanted && !wanted.includes(entry.name)) continue
    const { start: _, ...alone } = entry
    const isRung = entry.group === suite.ladder?.group
    const definition = isRung ? suite : { ...suite, entries: [...new Set([...clean, alone])], ladder: undefined }
    await measure(entry.name, { suite: definition, group: entry.group })
  }
  row(['all', ...cells(total)])
  await model.close()
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** Seconds. */
interface Spent {
  wall: number
  network: number
  helpers: number
  outside: number
}

function cells({ wall, network, helpers, outside }: Spent): string[] {
  const share = `${((100 * outside) / (outside + network)).toFixed(1)} %`
  return [wall.toFixed(2), network.toFixed(2), helpers.toFixed(3), outside.toFixed(3), share]
}

function threadSeconds(): number {
  return secondsOf(process.threadCpuUsage())
}

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6
}

/** The model, its time counted but for what others do within a call; with one thread it runs on this one. */
function timed(model: WindowModel): { model: WindowModel; spent: { seconds: number } } {
  const spent = { seconds: 0 }
  const count = <A extends unknown[], T>(sign: 1 | -1, work: (...given: A) => T): ((...given: A) => T) => {
    return (...given) => {
      const before = threadSeconds()
      const settle = (): void => {
        spent.seconds += sign * (threadSeconds() - before)
      }
      const result = work(...given)
      if (result instanceof Promise) void result.then(settle, settle)
      else settle()
      return result
    }
  }
  return {
    spent,
    model: {
      ...model,
      forward: count(1, (x) => model.forward(x)),
      vjp: count(1, (x, dz) => model.vjp(x, dz)),
      forwardThenVjp: count(1, (x, cotangent) => model.forwardThenVjp(x, count(-1, cotangent))),
    },
  }
}
