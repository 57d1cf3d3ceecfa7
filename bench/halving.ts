import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generatePhantom, importDataset, type LoadedCase, openDataset } from '../packages/engine/src/datasets/index.ts'
import { cutWindow, slidingWindowVictim } from '../packages/engine/src/inference/index.ts'
import { openWindowModel } from '../packages/engine/src/runtime/index.ts'
import { type AttackOutcome, runPart, type SuiteDefinition, suites } from '../packages/engine/src/suite/index.ts'

/**
 * What successive halving costs and misses: suite standard-1's ladder on baselines and phantom cases, beside the full
 * grid, in which every loss and restart gets every round at every epsilon. Prints foreground Dice of both, their
 * difference and the share of the grid's gradients that the ladder asked for. Both start from their own neighbour.
 * Cases are cut to the middle `--crop` voxels an axis, which takes a third of the time.
 * Run: npx tsx bench/halving.ts [--models unet-phantom,unet-at-phantom] [--cases 2] [--crop 32] [--threads 2]
 *      [--rounds 10,20,40] [--keep 0.5] [--restarts 2] [--epsilons 0.5,1,2,4,8]
 */
const { values } = parseArgs({
  options: {
    models: { type: 'string', default: 'unet-phantom,unet-at-phantom' },
    cases: { type: 'string', default: '2' },
    crop: { type: 'string', default: '32' },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string' },
    keep: { type: 'string' },
    restarts: { type: 'string' },
    epsilons: { type: 'string' },
  },
})

type Ladder = NonNullable<SuiteDefinition['ladder']>

const suite: SuiteDefinition = suites['quick-1']
const published: Ladder = {
  group: 'ladder',
  attack: 'apgd',
  losses: ['masked-ce', 'balanced-masked-ce', 'js', 'dicece', 'cospgd-ce'],
  restarts: 2,
  epsilons: [0.5, 1, 2, 4, 8],
  rounds: [{ steps: 10 }, { steps: 20 }, { steps: 40 }],
  keep: 0.5,
  lostBelow: 0.01,
}
const numbers = (text: string): number[] => text.split(',').map(Number)
const ladder: Ladder = {
  ...published,
  ...(values.rounds ? { rounds: numbers(values.rounds).map((steps) => ({ steps })) as Ladder['rounds'] } : {}),
  ...(values.keep ? { keep: Number(values.keep) } : {}),
  ...(values.restarts ? { restarts: Number(values.restarts) } : {}),
  ...(values.epsilons ? { epsilons: numbers(values.epsilons) as Ladder['epsilons'] } : {}),
}
const grid: Ladder = { ...ladder, keep: 1, lostBelow: 0 }

const row = (cells: readonly string[]): void => {
  process.stdout.write(`${cells.map((cell, i) => (i === 0 ? cell.padEnd(18) : cell.padStart(10))).join(' ')}\n`)
}
const folder = await mkdtemp(join(tmpdir(), 'halving-'))
try {
  await generatePhantom({ outFolder: join(folder, 'raw'), testCases: Number(values.cases) })
  const imported = await importDataset(join(folder, 'raw'), join(folder, 'prepared'))
  if (imported.status === 'refused') throw new Error(imported.problems.map(({ message }) => message).join('\n'))
  const dataset = await openDataset(imported.folder)
  row(['model', 'case', 'epsilon', 'grid', 'ladder', 'missed', 'gradients', 'share', 'seconds'])
  for (const name of values.models.split(',')) {
    const file = new Uint8Array(await readFile(new URL(`../baselines/models/${name}.onnx`, import.meta.url)))
    const edge = Number(values.crop)
    const model = await openWindowModel(file, { windowShape: [edge, edge, edge], threads: Number(values.threads) })
    for (const { key } of dataset.manifest.cases) {
      const { image, label, spacingMm } = cropped(await dataset.loadCase(key), edge)
      const attack = async (schedule: Ladder): Promise<AttackOutcome[]> => {
        const part = await runPart({
          suite: { ...suite, ladder: schedule },
          group: schedule.group,
          victim: slidingWindowVictim(model, { volumeShape: image.shape, ...suite.slidingWindow }),
          image,
          label,
          spacingMm,
          classCount: dataset.manifest.classNames.length,
          caseKey: key,
          datasetId: dataset.manifest.id,
          modelHash: name,
          gradient: 'available',
        })
        return part.outcomes
      }
      const found = await attack(ladder)
      const full = await attack(grid)
      for (const [index, outcome] of found.entries()) {
        const reference = full[index]
        if (!reference) continue
        row([
          name,
          key,
          String(outcome.epsilon),
          reference.foregroundDice.toFixed(4),
          outcome.foregroundDice.toFixed(4),
          (outcome.foregroundDice - reference.foregroundDice).toFixed(4),
          String(gradientsOf([outcome])),
          `${((100 * gradientsOf([outcome])) / gradientsOf([reference])).toFixed(0)} %`,
          `${outcome.seconds.toFixed(0)}/${reference.seconds.toFixed(0)}`,
        ])
      }
      row([
        '',
        '',
        'all',
        '',
        '',
        '',
        String(gradientsOf(found)),
        `${((100 * gradientsOf(found)) / gradientsOf(full)).toFixed(0)} %`,
      ])
    }
    await model.close()
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** The middle `edge` voxels of each axis. */
function cropped({ image, label, spacingMm }: LoadedCase, edge: number): LoadedCase {
  const shape = [edge, edge, edge] as const
  const origin = label.shape.map((extent) => Math.floor((extent - edge) / 2)) as unknown as typeof shape
  const placement = { volume: label.shape, window: shape, origin }
  const channels = image.shape[1] ?? 1
  return {
    image: { shape: [1, channels, ...shape], data: cutWindow(image.data, channels, placement) },
    label: { shape, data: Uint8Array.from(cutWindow(Float32Array.from(label.data), 1, placement)) },
    spacingMm,
  }
}

function gradientsOf(outcomes: readonly AttackOutcome[]): number {
  return outcomes.flatMap(({ trials }) => trials ?? []).reduce((sum, { steps }) => sum + steps, 0)
}
