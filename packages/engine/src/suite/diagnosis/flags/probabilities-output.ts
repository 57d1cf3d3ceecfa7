import type { FlagRule } from '../findings.ts'
import { rounded } from '../worst-dice.ts'

const rounding = 1e-4

/**
 * Every output lies in [0, 1]: a softmax or sigmoid is already in the network. A loss that applies its own softmax then
 * sees a range of 1, its gradient is damped and, where the probabilities saturate, gone. Evidence: the least and greatest
 * output over the diagnosed cases, or a random volume where there is none, and whether classes sum to 1 (softmax) or not (sigmoid). Logits of a trained network
 * span several units and have both signs; 1e-4 is the rounding that a sum of probabilities may have.
 */
export const probabilitiesOutput: FlagRule = ({ evidence, reading }) => {
  const ranges = evidence.length > 0 ? evidence.map(({ output }) => output) : [reading?.output ?? []].flat()
  if (ranges.length === 0) return undefined
  const least = Math.min(...ranges.map((output) => output.least))
  const greatest = Math.max(...ranges.map((output) => output.greatest))
  const isRange = least >= 0 && greatest <= 1 + rounding && greatest > least
  if (!isRange) return undefined
  const sumsToOne = ranges.every(
    ({ leastSum, greatestSum }) => Math.abs(leastSum - 1) < rounding && Math.abs(greatestSum - 1) < rounding,
  )
  const what = sumsToOne ? 'probabilities that sum to 1 (a softmax)' : 'in [0, 1] (a sigmoid)'
  return {
    message: `The output is ${what}, not logits. Export the network without its last activation.`,
    evidence: { least: rounded(least), greatest: rounded(greatest), sumsToOne },
  }
}
