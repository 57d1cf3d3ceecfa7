import type { FloatTensor } from '../../tensor/index.ts'

/**
 * Each slice across the last axis stretched to [0, 1], (x - min) / (max - min), which in RAS order is the axial one, as
 * the code of VAFA does it. A slice of one value becomes NaN there; here it becomes 0. `pullBack` is the adjoint of the
 * derivative: extremes that several voxels share take equal shares, as PyTorch's amax has it.
 */
export function stretchSlices(x: FloatTensor): {
  stretched: Float32Array
  pullBack: (g: Float32Array) => Float32Array
} {
  const width = x.shape.at(-1) ?? 1
  const [d = 1, h = 1] = x.shape.slice(-3)
  const rows = d * h
  const planes = x.data.length / (rows * width)
  const stretched = new Float32Array(x.data.length)
  const ranges = Array.from({ length: planes * width }, (_, slice) => {
    const first = Math.floor(slice / width) * rows * width + (slice % width)
    const range = rangeOf(x.data, first, width, rows)
    const extent = range.largest - range.least
    for (let i = 0, at = first; i < rows; i++, at += width) {
      stretched[at] = extent > 0 ? ((x.data[at] as number) - range.least) / extent : 0
    }
    return { first, extent, ...range }
  })
  return {
    stretched,
    pullBack(g) {
      const dx = new Float32Array(g.length)
      for (const { first, extent, least, largest, leastCount, largestCount } of ranges) {
        if (!(extent > 0)) continue
        let sum = 0
        let weighted = 0
        for (let i = 0, at = first; i < rows; i++, at += width) {
          sum += g[at] as number
          weighted += (g[at] as number) * (stretched[at] as number)
        }
        for (let i = 0, at = first; i < rows; i++, at += width) {
          let slope = g[at] as number
          if (x.data[at] === largest) slope -= weighted / largestCount
          if (x.data[at] === least) slope += (weighted - sum) / leastCount
          dx[at] = slope / extent
        }
      }
      return dx
    },
  }
}

interface Range {
  readonly least: number
  readonly largest: number
  readonly leastCount: number
  readonly largestCount: number
}

function rangeOf(values: Float32Array, first: number, stride: number, count: number): Range {
  let least = Number.POSITIVE_INFINITY
  let largest = Number.NEGATIVE_INFINITY
  let leastCount = 0
  let largestCount = 0
  for (let i = 0, at = first; i < count; i++, at += stride) {
    const value = values[at] as number
    if (value === least) leastCount++
    if (value === largest) largestCount++
    if (value < least) [least, leastCount] = [value, 1]
    if (value > largest) [largest, largestCount] = [value, 1]
  }
  return { least, largest, leastCount, largestCount }
}
