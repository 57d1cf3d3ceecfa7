import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generatePhantom, importDataset, openDataset } from '../packages/engine/src/datasets/index.ts'
import { slidingWindowVictim } from '../packages/engine/src/inference/index.ts'
import { openWindowModel } from '../packages/engine/src/runtime/index.ts'
import { type AttackOutcome, runPart, type SuiteDefinition, suites } from '../packages/engine/src/suite/index.ts'

/**
 * What successive halving costs and misses: suite standard-1's ladder on baselines and phantom cases, beside the full
 * grid, in which every loss and restart gets every round at every epsilon. Prints foreground Dice of both, their
 * difference, the share of the grid's gradients that the ladder asked for, and where the grid's winner stood among the
 * candidates after each round: halving keeps it while that is in the upper half. Each starts from its own neighbours.
 * Run: npx tsx bench/halving.ts [--models unet-phantom,unet-at-phantom] [--cases 1] [--threads 2] [--rounds 5,10,20]
 *      [--keep 0.5] [--restarts 2] [--epsilons 0.5,1,2,4,8]
 */
const { values } = parseArgs({
  options: {
    models: { type: 'string', default: 'unet-phantom,unet-at-phantom' },
    cases: { type: 'string', default: '1' },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string' },
    keep: { type: 'string' },
    restarts: { type: 'string' },
    epsilons: { type: 'string' },
  },
})

type Ladder = NonNullable<SuiteDefinition['ladder']>

const suite: SuiteDefinition = suites['standard-1']
if (!suite.ladder) throw new Error('Suite standard-1 has no ladder.')
const numbers = (text: string): number[] => text.split(',').map(Number)
const ladder: Ladder = {
  ...suite.ladder,
  ...(values.rounds ? { rounds: numbers(values.rounds).map((steps) => ({ steps })) } : {}),
  ...(values.keep ? { keep: Number(values.keep) } : {}),
  ...(values.restarts ? { restarts: Number(values.restarts) } : {}),
  ...(values.epsilons ? { epsilons: numbers(values.epsilons) } : {}),
}
const grid: Ladder = { ...ladder, keep: 1, lostBelow: 0 }

const row = (cells: readonly string[]): void => {
  process.stdout.write(`${cells.map((cell, i) => (i === 0 ? cell.padEnd(17) : cell.padStart(9))).join(' ')}\n`)
}
const folder = await mkdtemp(join(tmpdir(), 'halving-'))
try {
  await generatePhantom({ outFolder: join(folder, 'raw'), testCases: Number(values.cases) })
  const imported = await importDataset(join(folder, 'raw'), join(folder, 'prepared'))
  if (imported.status === 'refused') throw new Error(imported.problems.map(({ message }) => message).join('\n'))
  const dataset = await openDataset(imported.folder)
  const { roiShape: windowShape, classNames, id: datasetId, cases } = dataset.manifest
  row(['model', 'case', 'epsilon', 'grid', 'ladder', 'missed', 'gradients', 'share', 'ranks'])
  for (const name of values.models.split(',')) {
    const file = new Uint8Array(await readFile(new URL(`../baselines/models/${name}.onnx`, import.meta.url)))
    const model = await openWindowModel(file, { windowShape, threads: Number(values.threads) })
    for (const { key: caseKey } of cases) {
      const { image, label, spacingMm } = await dataset.loadCase(caseKey)
      const victim = slidingWindowVictim(model, { volumeShape: image.shape, ...suite.slidingWindow })
      const common = { victim, image, label, spacingMm, classCount: classNames.length, caseKey, datasetId }
      const outcomesOf = async (definition: SuiteDefinition, group: string): Promise<AttackOutcome[]> => {
        const part = await runPart({ ...common, suite: definition, group, modelHash: name, gradient: 'available' })
        return part.outcomes
      }
      const [clean] = await outcomesOf(suite, 'clean')
      row([name, caseKey, '0', (clean?.foregroundDice ?? 0).toFixed(4)])
      const found = await outcomesOf({ ...suite, ladder }, ladder.group)
      const full = await outcomesOf({ ...suite, ladder: grid }, grid.group)
      for (const [index, outcome] of found.entries()) {
        const reference = full[index]
        if (!reference) continue
        row([
          name,
          caseKey,
          String(outcome.epsilon),
          reference.foregroundDice.toFixed(4),
          outcome.foregroundDice.toFixed(4),
          (outcome.foregroundDice - reference.foregroundDice).toFixed(4),
          String(gradientsOf([outcome])),
          `${((100 * gradientsOf([outcome])) / gradientsOf([reference])).toFixed(0)} %`,
          winnersRanks(reference).join('/'),
        ])
      }
      const share = `${((100 * gradientsOf(found)) / gradientsOf(full)).toFixed(0)} %`
      row([name, caseKey, 'all', '', '', '', String(gradientsOf(found)), share])
    }
    await model.close()
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

function gradientsOf(outcomes: readonly AttackOutcome[]): number {
  return outcomes.flatMap(({ trials }) => trials ?? []).reduce((sum, { steps }) => sum + steps, 0)
}

/** Place after each round, from 1, of the candidate that was best in the end. */
function winnersRanks({ trials = [] }: AttackOutcome): number[] {
  const rounds = [...new Set(trials.map(({ round }) => round))]
  const standing = rounds.map((round) =>
    trials.filter((trial) => trial.round === round).sort((a, b) => a.foregroundDice - b.foregroundDice),
  )
  const winner = standing.at(-1)?.[0]
  return standing.map(
    (order) => 1 + order.findIndex(({ loss, restart }) => loss === winner?.loss && restart === winner.restart),
  )
}
