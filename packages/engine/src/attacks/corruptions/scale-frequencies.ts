import type { Axis } from './corruption.ts'
import { fourier } from './fourier.ts'

/** Lines transformed together: enough to read memory in order, few enough to stay in the cache. */
const batch = 32

export interface ScaleFrequencies {
  /** [C, D, H, W]. */
  readonly values: Float32Array
  readonly extents: readonly [number, number, number]
  readonly axis: Axis
  /** By plane of k-space along the axis, 0 to N - 1; the planes beyond N / 2 hold the negative frequencies. */
  readonly gains: Float64Array
}

/**
 * The real part of the volume whose k-space planes across `axis` are multiplied by `gains`. Such gains commute with the
 * transforms along the other axes, so that one along this axis suffices; and the real part of the result is what gains
 * averaged over k and -k give, under which two real lines pass as one complex line.
 */
export function scaleFrequencies({ values, extents, axis, gains }: ScaleFrequencies): Float32Array {
  const length = extents[axis]
  const even = gains.map((gain, k) => (gain + (gains[(length - k) % length] as number)) / 2)
  const inner = extents.slice(axis + 1).reduce((product, extent) => product * extent, 1)
  const lineCount = values.length / length
  const transform = fourier(length, batch)
  const re = new Float64Array(length * batch)
  const im = new Float64Array(length * batch)
  const result = new Float32Array(values.length)
  const startOf = (line: number): number => Math.floor(line / inner) * inner * length + (line % inner)
  for (let first = 0; first < lineCount; first += 2 * batch) {
    const starts = Array.from({ length: Math.min(2 * batch, lineCount - first) }, (_, l) => startOf(first + l))
    for (const [part, at] of starts.entries()) {
      const to = part < batch ? re : im
      for (let n = 0; n < length; n++) to[n * batch + (part % batch)] = values[at + n * inner] as number
    }
    transform.forward(re, im)
    for (let i = 0; i < re.length; i++) {
      const gain = even[Math.floor(i / batch)] as number
      re[i] = (re[i] as number) * gain
      im[i] = (im[i] as number) * gain
    }
    transform.inverse(re, im)
    for (const [part, at] of starts.entries()) {
      const from = part < batch ? re : im
      for (let n = 0; n < length; n++) result[at + n * inner] = from[n * batch + (part % batch)] as number
    }
  }
  return result
}
