import { type AxisSums, mapVolume } from '../kernels/index.ts'

/** A linear map along one axis: output i is the sum over its taps of weight * input[source]. */
export interface AxisMap {
  readonly inputExtent: number
  readonly outputExtent: number
  /** Taps of each output; source and weight hold them output by output. */
  readonly taps: number
  readonly source: Int32Array
  readonly weight: Float64Array
}

/**
 * The three last axes mapped in turn, those before them alike; `transposed` applies the adjoint. Weights and sums in
 * float32, in a fixed order.
 */
export function mapAxes(
  values: Float32Array,
  [depth, height, width]: readonly [AxisMap, AxisMap, AxisMap],
  direction: 'direct' | 'transposed' = 'direct',
): Float32Array {
  return mapVolume(values, [sumsOf(depth, direction), sumsOf(height, direction), sumsOf(width, direction)])
}

/** The map or its adjoint, output by output, without the taps whose weight is 0. */
function sumsOf(map: AxisMap, direction: 'direct' | 'transposed'): AxisSums {
  const isDirect = direction === 'direct'
  const outputExtent = isDirect ? map.outputExtent : map.inputExtent
  const terms = Array.from({ length: outputExtent }, (): { source: number; weight: number }[] => [])
  for (const [tap, weight] of map.weight.entries()) {
    const output = Math.floor(tap / map.taps)
    const input = map.source[tap] as number
    if (weight !== 0) terms[isDirect ? output : input]?.push({ source: isDirect ? input : output, weight })
  }
  const first = new Int32Array(outputExtent + 1)
  for (const [i, { length }] of terms.entries()) first[i + 1] = (first[i] as number) + length
  return {
    inputExtent: isDirect ? map.inputExtent : map.outputExtent,
    outputExtent,
    first,
    source: Int32Array.from(terms.flat(), ({ source }) => source),
    weight: Float32Array.from(terms.flat(), ({ weight }) => weight),
  }
}

/**
 * Linear interpolation at `position(i)` for each output i, in units of input voxels from the first one's centre; held
 * at the first and last of the inputs [least, least + extent). 0 where the position is undefined.
 */
export function interpolation(
  inputExtent: number,
  outputExtent: number,
  position: (output: number) => number | undefined,
  { least = 0, extent = inputExtent }: { readonly least?: number; readonly extent?: number } = {},
): AxisMap {
  const source = new Int32Array(2 * outputExtent)
  const weight = new Float64Array(2 * outputExtent)
  for (let i = 0; i < outputExtent; i++) {
    const wanted = position(i)
    if (wanted === undefined) continue
    const at = Math.min(least + extent - 1, Math.max(least, wanted))
    const low = Math.floor(at)
    source.set([low, Math.min(low + 1, least + extent - 1)], 2 * i)
    weight.set([1 - (at - low), at - low], 2 * i)
  }
  return { inputExtent, outputExtent, taps: 2, source, weight }
}

/** Convolution with a Gaussian of `radius` voxels to each side, three deviations of it, zeros beyond the ends. */
export function gaussian(extent: number, radius: number): AxisMap {
  const sigma = radius / 3
  const kernel = Array.from({ length: 2 * radius + 1 }, (_, n) =>
    radius === 0 ? 1 : Math.exp(-((n - radius) ** 2) / (2 * sigma ** 2)),
  )
  const total = kernel.reduce((sum, value) => sum + value, 0)
  const taps = kernel.length
  const source = new Int32Array(taps * extent)
  const weight = new Float64Array(taps * extent)
  for (let i = 0; i < extent; i++) {
    for (const [n, value] of kernel.entries()) {
      const at = i + n - radius
      if (at < 0 || at >= extent) continue
      source[i * taps + n] = at
      weight[i * taps + n] = value / total
    }
  }
  return { inputExtent: extent, outputExtent: extent, taps, source, weight }
}
