import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generatePhantom, importDataset, openDataset } from '../packages/engine/src/datasets/index.ts'
import { slidingWindowVictim } from '../packages/engine/src/inference/index.ts'
import { decodeModel, specialise } from '../packages/engine/src/onnx/index.ts'
import { openForAttack, readGradient } from '../packages/engine/src/runtime/index.ts'
import { diagnose, raiseFlags, type Slope } from '../packages/engine/src/suite/diagnosis/index.ts'
import { type AttackOutcome, partGroups, runPart, suites } from '../packages/engine/src/suite/index.ts'
import { readBytes, readFloats, readJson, sharedData } from '../packages/engine/src/test/shared-data.ts'

/**
 * What the diagnosis measures, on which its thresholds stand: for every network of ../shared/data/oracle on its volume
 * (those named diag-* are masked, the others honest), and for every committed baseline on the first case of its phantom.
 * Prints one row each: measured over claimed slope along the gradient at the best step, best cosine similarity along
 * random signs, share of zero gradients, least and greatest output, Dice before and after APGD within 64/255, flags.
 * `--outcomes` runs the quick suite on the baselines too, for the flags that compare attacks.
 * Run: npx tsx bench/diagnosis.ts [name …] [--outcomes] [--threads 2]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { outcomes: { type: 'boolean', default: false }, threads: { type: 'string', default: '2' } },
})
const threads = Number(values.threads)
const suite = suites['quick-1']

interface Subject {
  readonly name: string
  readonly file: Uint8Array
  readonly image: { readonly shape: readonly number[]; readonly data: Float32Array }
  readonly label: { readonly shape: readonly [number, number, number]; readonly data: Uint8Array }
  readonly windowShape: readonly [number, number, number]
  readonly spacingMm: readonly [number, number, number]
  readonly classCount: number
  readonly outcomes: boolean
}

const row = (cells: readonly string[]): void => {
  process.stdout.write(`${cells.map((cell, i) => (i === 0 ? cell.padEnd(29) : cell.padStart(7))).join(' ')}\n`)
}
row(['model', 'along', 'beside', 'zero', 'least', 'most', 'clean', '64/255', ' flags'])
const isWanted = (name: string): boolean => positionals.length === 0 || positionals.includes(name)
for (const name of existsSync(sharedData('oracle')) ? readdirSync(sharedData('oracle')) : []) {
  if (existsSync(sharedData(`oracle/${name}/losses.json`)) && isWanted(name)) await reported(() => fromOracle(name))
}
await baselines()

async function baselines(): Promise<void> {
  const folder = new URL('../baselines/models/', import.meta.url)
  for (const kind of ['ct', 'mr'] as const) {
    const names = readdirSync(folder).flatMap((name) => (name.endsWith('.onnx') ? [name.slice(0, -5)] : []))
    const ofKind = names.filter((name) => isWanted(name) && name.endsWith(kind === 'ct' ? '-phantom' : '-phantom-mr'))
    if (ofKind.length === 0) continue
    const home = await mkdtemp(join(tmpdir(), 'diagnosis-'))
    try {
      await generatePhantom({ outFolder: join(home, 'raw'), kind, testCases: 1 })
      const imported = await importDataset(join(home, 'raw'), join(home, 'prepared'))
      if (imported.status === 'refused') throw new Error(imported.problems.map(({ message }) => message).join('\n'))
      const dataset = await openDataset(imported.folder)
      const [first] = dataset.cases
      if (first === undefined) throw new Error('The phantom has no case.')
      const content = await dataset.loadCase(first.key)
      const { roiShape: windowShape, classNames } = dataset.manifest
      const common = { ...content, windowShape, classCount: classNames.length, outcomes: values.outcomes }
      for (const name of ofKind) {
        const file = new Uint8Array(readFileSync(new URL(`${name}.onnx`, folder)))
        await reported(() => ({ ...common, name, file }))
      }
    } finally {
      await rm(home, { recursive: true })
    }
  }
}

function fromOracle(name: string): Subject {
  const meta = readJson(`oracle/${name}/meta.json`) as { input_shape: number[]; num_classes: number }
  const [batch = 1, , d = 0, h = 0, w = 0] = meta.input_shape
  const windowShape = [d, h, w] as const
  if (batch > 1) throw new RangeError(`${name} has a batch of ${batch}; cases are attacked one by one.`)
  return {
    ...{ name, windowShape, classCount: meta.num_classes, spacingMm: [1, 1, 1], outcomes: false },
    file: readBytes(`oracle/${name}/model.onnx`),
    image: { shape: meta.input_shape, data: readFloats(`oracle/${name}/input.f32`) },
    label: { shape: windowShape, data: readBytes(`oracle/${name}/labels.u8`) },
  }
}

async function reported(subjectOf: () => Subject): Promise<void> {
  try {
    const subject = subjectOf()
    row([subject.name, ...(await measured(subject))])
  } catch (error) {
    row([error instanceof Error ? error.message : String(error)])
  }
}

async function measured(subject: Subject): Promise<readonly string[]> {
  const { name, file, image, windowShape } = subject
  const [, channelCount = 1] = image.shape
  const opened = await openForAttack(file, { windowShape, channelCount, threads })
  const { model, gradient } = opened
  try {
    const graph = specialise(decodeModel(file), [1, channelCount, ...windowShape])
    const read = await readGradient(opened, { graph, file, threads })
    if (read.kind === 'non-finite') throw new RangeError(`${name} puts out ${read.value}.`)
    const victim = slidingWindowVictim(model, { volumeShape: image.shape, ...suite.slidingWindow })
    const request = { ...subject, suite, victim, gradient, caseKey: 'first', datasetId: 'bench', modelHash: name }
    const evidence = await diagnose({ ...request, group: 'diagnosis' })
    const outcomes: AttackOutcome[] = []
    for (const group of subject.outcomes ? partGroups(suite) : []) {
      outcomes.push(...(await runPart({ ...request, group })).outcomes)
    }
    const found = { suite, gradient, reading: read.reading, evidence: [evidence] }
    const flags = raiseFlags({ ...found, outcomes: outcomes.length > 0 ? [outcomes] : [] })
    const { slopes = [], zeroGradientShare = Number.NaN, output, collapse } = evidence
    const figures = [bestRatio(slopes), bestSimilarity(slopes), zeroGradientShare, output.least, output.greatest]
    const dice = [collapse?.clean ?? Number.NaN, collapse?.attacked ?? Number.NaN]
    return [...[...figures, ...dice].map((value) => value.toFixed(3)), ` ${flags.map(({ code }) => code).join(' ')}`]
  } finally {
    await model.close()
  }
}

function bestRatio(slopes: readonly Slope[]): number {
  const ratios = slopes.filter(({ direction }) => direction === 'gradient').map((s) => s.measured / s.claimed)
  const [best = Number.NaN] = ratios.toSorted((a, b) => Math.abs(a - 1) - Math.abs(b - 1))
  return best
}

function bestSimilarity(slopes: readonly Slope[]): number {
  const random = slopes.filter(({ direction }) => direction === 'random')
  return Math.max(
    ...[...new Set(random.map(({ step }) => step))].map((step) => {
      const at = random.filter((slope) => slope.step === step)
      const sum = (of: (slope: Slope) => number): number => at.reduce((total, slope) => total + of(slope), 0)
      const [claims, measures] = [sum((s) => s.claimed ** 2), sum((s) => s.measured ** 2)]
      return sum((s) => s.claimed * s.measured) / Math.sqrt(claims * measures)
    }),
  )
}
