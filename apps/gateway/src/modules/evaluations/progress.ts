import type { Progress } from './evaluation.type.ts'
import type { PartCounts } from './evaluations.store.ts'

/**
 * Progress over any number of evaluations. The time left is the time since the first part began, scaled by what
 * remains; null before anything is done and after everything has ended.
 */
export function progressOf(counts: readonly PartCounts[], now: Date): Progress {
  const totalParts = sum(counts.map((count) => count.total))
  const fraction = totalParts === 0 ? 0 : Math.min(1, sum(counts.map((count) => count.done)) / totalParts)
  const starts = counts.flatMap((count) => (count.startedAt === null ? [] : [count.startedAt.getTime()]))
  const isOpen = counts.some((count) => count.isOpen)
  const elapsedSeconds = starts.length === 0 ? 0 : Math.max(0, now.getTime() - Math.min(...starts)) / 1000
  return {
    finishedParts: sum(counts.map((count) => count.finished)),
    totalParts,
    fraction,
    etaSeconds: isOpen && fraction > 0 ? (elapsedSeconds * (1 - fraction)) / fraction : null,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
