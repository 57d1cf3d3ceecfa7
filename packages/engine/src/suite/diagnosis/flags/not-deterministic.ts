import type { FlagRule } from '../findings.ts'
import { rounded } from '../worst-dice.ts'

/** Of the logits' standard deviation. Kernels that add up in another order move logits by 1e-6 of it. */
const tolerance = 1e-3

/**
 * Two predictions of one volume differ by more than a thousandth of the logits' standard deviation, or the graph draws
 * random numbers. A random network is attacked through the expectation of its gradient or not at all, and its score is
 * one draw. Evidence: the largest difference, and the node that draws.
 */
export const notDeterministic: FlagRule = ({ reading, evidence }) => {
  const drawn = reading?.findings.find(({ kind }) => kind === 'random')
  const ratios = evidence.map(({ repeat }) => repeat.largestDifference / (repeat.deviation || 1))
  const largest = Math.max(0, ...ratios)
  if (!drawn && largest <= tolerance) return undefined
  const says =
    largest > tolerance
      ? `Two predictions of one volume differ by up to ${rounded(largest)} standard deviations of the logits.`
      : 'Predictions are drawn at random.'
  return {
    message: drawn ? `${says} ${drawn.message}` : says,
    evidence: { largestDifference: rounded(largest), ...(drawn ? { node: `${drawn.opType} ${drawn.nodeName}` } : {}) },
  }
}
