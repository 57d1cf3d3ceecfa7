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
 * The three last axes mapped in turn, those before them alike; `transposed` applies the adjoint. Sums in float32, in a
 * fixed order.
 */
export function mapAxes(
  values: Float32Array,
  maps: readonly [AxisMap, AxisMap, AxisMap],
  direction: 'direct' | 'transposed' = 'direct',
): Float32Array {
  const extents = maps.map((map) => (direction === 'direct' ? map.inputExtent : map.outputExtent))
  let current = values
  for (const [axis, map] of maps.entries()) {
    const inner = extents.slice(axis + 1).reduce((product, extent) => product * extent, 1)
    current = direction === 'direct' ? gathered(current, map, inner) : scattered(current, map, inner)
    extents[axis] = direction === 'direct' ? map.outputExtent : map.inputExtent
  }
  return current
}

function gathered(values: Float32Array, map: AxisMap, inner: number): Float32Array {
  const { inputExtent, outputExtent } = map
  const outer = values.length / (inputExtent * inner)
  const result = new Float32Array(outer * outputExtent * inner)
  if (inner === 1) gatherRows(result, values, map, outer)
  else forEachTap(map, outer, inner, (from, to, weight) => addScaled(result, to, values, from, inner, weight))
  return result
}

function scattered(values: Float32Array, map: AxisMap, inner: number): Float32Array {
  const { inputExtent, outputExtent } = map
  const outer = values.length / (outputExtent * inner)
  const result = new Float32Array(outer * inputExtent * inner)
  if (inner === 1) scatterRows(result, values, map, outer)
  else forEachTap(map, outer, inner, (from, to, weight) => addScaled(result, from, values, to, inner, weight))
  return result
}

/** Along the last axis, where neighbours in memory take different taps. */
function gatherRows(result: Float32Array, values: Float32Array, map: AxisMap, rows: number): void {
  const { inputExtent, outputExtent, taps, source, weight } = map
  for (let row = 0; row < rows; row++) {
    const from = row * inputExtent
    const to = row * outputExtent
    for (let i = 0; i < outputExtent; i++) {
      let sum = 0
      for (let tap = i * taps; tap < (i + 1) * taps; tap++) {
        const by = weight[tap] as number
        if (by !== 0) sum = Math.fround(sum + by * (values[from + (source[tap] as number)] as number))
      }
      result[to + i] = sum
    }
  }
}

function scatterRows(result: Float32Array, values: Float32Array, map: AxisMap, rows: number): void {
  const { inputExtent, outputExtent, taps, source, weight } = map
  for (let row = 0; row < rows; row++) {
    const to = row * inputExtent
    const from = row * outputExtent
    for (let i = 0; i < outputExtent; i++) {
      const value = values[from + i] as number
      for (let tap = i * taps; tap < (i + 1) * taps; tap++) {
        const by = weight[tap] as number
        if (by === 0) continue
        const at = to + (source[tap] as number)
        result[at] = (result[at] as number) + by * value
      }
    }
  }
}

function forEachTap(
  { inputExtent, outputExtent, taps, source, weight }: AxisMap,
  outer: number,
  inner: number,
  visit: (inInput: number, inOutput: number, weight: number) => void,
): void {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < outputExtent; i++) {
      for (let tap = i * taps; tap < (i + 1) * taps; tap++) {
        const by = weight[tap] as number
        if (by !== 0) visit((o * inputExtent + (source[tap] as number)) * inner, (o * outputExtent + i) * inner, by)
      }
    }
  }
}

function addScaled(
  to: Float32Array,
  toStart: number,
  from: Float32Array,
  fromStart: number,
  length: number,
  weight: number,
): void {
  for (let n = 0; n < length; n++)
    to[toStart + n] = (to[toStart + n] as number) + weight * (from[fromStart + n] as number)
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
