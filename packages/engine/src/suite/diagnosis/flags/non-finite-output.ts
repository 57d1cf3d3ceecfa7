import type { FlagRule } from '../findings.ts'

/** A prediction under attack held NaN or Inf. Evidence: how many did, and under which entries. One is enough: it scores 0. */
export const nonFiniteOutput: FlagRule = ({ outcomes }) => {
  const all = outcomes.flat()
  const affected = all.filter(({ nonFinite }) => nonFinite)
  if (affected.length === 0) return undefined
  const names = [...new Set(affected.map(({ entry }) => entry))].join(', ')
  return {
    message: `The output held NaN or Inf in ${affected.length} of ${all.length} predictions (${names}); each scores 0.`,
    evidence: { affected: affected.length, predictions: all.length },
  }
}
