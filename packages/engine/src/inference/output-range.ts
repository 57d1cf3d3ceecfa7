import type { FloatTensor } from '../tensor/index.ts'

/** Least and greatest value of an output [N, K, D, H, W], and of its sums over the K classes of a voxel. */
export interface OutputRange {
  least: number
  greatest: number
  leastSum: number
  greatestSum: number
}

/** The range of an output. What is not finite counts as 0, since JSON knows no infinity; scores say that it was there. */
export function outputRange({ shape, data }: FloatTensor): OutputRange {
  const [batch = 1, classCount = 1] = shape
  const voxels = data.length / batch / classCount
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let [leastSum, greatestSum] = [least, greatest]
  for (let volume = 0; volume < batch; volume++) {
    for (let v = 0; v < voxels; v++) {
      let sum = 0
      for (let k = 0; k < classCount; k++) {
        const value = data[(volume * classCount + k) * voxels + v] as number
        if (value < least) least = value
        if (value > greatest) greatest = value
        sum += value
      }
      if (sum < leastSum) leastSum = sum
      if (sum > greatestSum) greatestSum = sum
    }
  }
  const [low, high] = [finite(least), finite(greatest)]
  return { least: low, greatest: high, leastSum: finite(leastSum), greatestSum: finite(greatestSum) }
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0
}
