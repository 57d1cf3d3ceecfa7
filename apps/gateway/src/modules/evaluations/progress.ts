import { expectedSeconds, partCalls, type SuiteDefinition, suites } from '@voxproof/engine/suite'
import type { Progress } from './evaluation.type.ts'
import type { PartCounts } from './evaluations.store.ts'

/**
 * Progress over any number of evaluations, each part weighted by what its attacks are expected to cost. Results that were
 * computed elsewhere count only where nothing else is there. The time left is the time since the first part began, scaled
 * by what remains; null before anything is done and after everything has ended.
 */
export function progressOf(all: readonly PartCounts[], now: Date): Progress {
  const computed = all.filter(({ origin }) => origin === 'computed')
  const counts = computed.length > 0 ? computed : all
  const weighted = counts.map((count) => ({ ...count, weight: weightOf(count) }))
  const total = sum(weighted.map((count) => count.weight * count.total))
  const done = sum(weighted.map((count) => count.weight * count.done))
  const fraction = total === 0 ? 0 : Math.min(1, done / total)
  const starts = counts.flatMap((count) => (count.startedAt === null ? [] : [count.startedAt.getTime()]))
  const isOpen = counts.some((count) => count.isOpen)
  const elapsedSeconds = starts.length === 0 ? 0 : Math.max(0, now.getTime() - Math.min(...starts)) / 1000
  return {
    finishedParts: sum(counts.map((count) => count.finished)),
    totalParts: sum(counts.map((count) => count.total)),
    fraction,
    etaSeconds: isOpen && fraction > 0 ? (elapsedSeconds * (1 - fraction)) / fraction : null,
  }
}

/** A gradient as a multiple of a prediction. */
const gradientCost = 3
/** A part takes some time whatever it asks of the model. */
const leastWeight = 10

/** Expected cost of a part in predictions of one window; the same for all parts of a suite that is not known here. */
function weightOf({ suiteId, group, datasetId, modelHash }: PartCounts): number {
  const definitions: readonly SuiteDefinition[] = Object.values(suites)
  const suite = definitions.find(({ id }) => id === suiteId)
  if (suite === undefined) return leastWeight
  const context = { datasetId, modelHash: modelHash ?? '', gradient: 'available' as const, windows: 1, tiles: 1 }
  const { model, surrogates } = partCalls(suite, group, context)
  const seconds = { prediction: 1, gradient: gradientCost }
  return leastWeight + expectedSeconds(model, seconds) + expectedSeconds(surrogates, seconds)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
