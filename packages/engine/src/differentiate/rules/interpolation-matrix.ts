/** How Resize maps an output index to input elements along one axis. */
export interface AxisSampling {
  readonly from: number
  readonly to: number
  /** to / from as the node gives it. */
  readonly scale: number
  readonly mode: 'nearest' | 'linear' | 'cubic'
  readonly coordinates: string
  readonly nearest: string
  readonly cubicA: number
  readonly excludesOutside: boolean
  readonly antialiases: boolean
  /** Start and end of the region of interest, 0 to 1, for tf_crop_and_resize. */
  readonly roi: readonly [number, number]
}

const { fround } = Math

/** The input coordinate of an output index (ONNX operator Resize, coordinate_transformation_mode), in float32. */
function coordinate(index: number, sampling: AxisSampling): number {
  const { from, to, scale, roi } = sampling
  const halfPixel = () => fround(fround(fround(index + 0.5) / fround(scale)) - 0.5)
  switch (sampling.coordinates) {
    case 'asymmetric':
      return fround(index / fround(scale))
    case 'align_corners':
      return to === 1 ? 0 : fround(fround(index * (from - 1)) / (to - 1))
    case 'pytorch_half_pixel':
      return to > 1 ? halfPixel() : 0
    case 'tf_half_pixel_for_nn':
      return fround(fround(index + 0.5) / fround(scale))
    case 'half_pixel_symmetric': {
      const adjustment = to / (scale * from)
      return (from / 2) * (1 - adjustment) + (index + 0.5) / scale - 0.5
    }
    case 'tf_crop_and_resize':
      return to > 1
        ? roi[0] * (from - 1) + (index * (roi[1] - roi[0]) * (from - 1)) / (to - 1)
        : 0.5 * (roi[0] + roi[1]) * (from - 1)
    default:
      return halfPixel()
  }
}

function nearestIndex(at: number, sampling: AxisSampling): number {
  const isDown = sampling.scale < 1
  switch (sampling.nearest) {
    case 'floor':
      return Math.floor(at)
    case 'ceil':
      return Math.ceil(at)
    case 'round_prefer_ceil':
      return Math.floor(at + 0.5)
    case 'simple':
      return isDown ? Math.ceil(at) : Math.trunc(at)
    default:
      return at === Math.trunc(at) + 0.5 ? Math.floor(at) : Math.round(at)
  }
}

/** Weight of an element at a distance: the triangle, or Keys' cubic convolution kernel (1981) with parameter a. */
function kernelWeight(distance: number, { mode, cubicA: a }: AxisSampling): number {
  const d = Math.abs(distance)
  if (mode === 'linear') return Math.max(0, 1 - d)
  if (d <= 1) return (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1
  return d < 2 ? a * d ** 3 - 5 * a * d ** 2 + 8 * a * d - 4 * a : 0
}

/** Elements and weights that make one output. */
function taps(index: number, sampling: AxisSampling): (readonly [number, number])[] {
  const { from, mode, scale } = sampling
  const last = from - 1
  const clamp = (at: number) => Math.min(Math.max(at, 0), last)
  const at = coordinate(index, sampling)
  if (sampling.coordinates === 'tf_crop_and_resize' && (at < 0 || at > last)) return []
  if (mode === 'nearest') return [[clamp(nearestIndex(at, sampling)), 1]]
  const stretch = sampling.antialiases ? Math.max(1, 1 / scale) : 1
  const reach = (mode === 'linear' ? 1 : 2) * stretch
  const centre = mode === 'linear' && !sampling.antialiases ? clamp(at) : at
  const found: [number, number][] = []
  for (let tap = Math.ceil(centre - reach); tap <= Math.floor(centre + reach); tap++) {
    const weight = kernelWeight((tap - centre) / stretch, sampling)
    if (weight !== 0) found.push([tap, weight])
  }
  const inside = sampling.excludesOutside ? found.filter(([tap]) => tap >= 0 && tap <= last) : found
  const isNormalised = sampling.excludesOutside || sampling.antialiases
  const total = isNormalised ? inside.reduce((sum, [, weight]) => sum + weight, 0) : 1
  return inside.map(([tap, weight]) => [clamp(tap), weight / total])
}

/** The matrix of one axis, [to, from] in row-major order: output = matrix · input. */
export function interpolationMatrix(sampling: AxisSampling): Float32Array {
  const matrix = new Float32Array(sampling.to * sampling.from)
  for (let index = 0; index < sampling.to; index++) {
    for (const [tap, weight] of taps(index, sampling)) {
      const cell = index * sampling.from + tap
      matrix[cell] = (matrix[cell] ?? 0) + weight
    }
  }
  return matrix
}

/** The matrix of padding one axis, [before + extent + after, extent]: each output is one input element, or none. */
export function paddingMatrix(options: { extent: number; before: number; after: number; mode: string }): Float32Array {
  const { extent, before, after, mode } = options
  const to = Math.max(0, before + extent + after)
  const matrix = new Float32Array(to * extent)
  for (let index = 0; index < to; index++) {
    const source = paddedSource(index - before, extent, mode)
    if (source !== undefined) matrix[index * extent + source] = 1
  }
  return matrix
}

function paddedSource(at: number, extent: number, mode: string): number | undefined {
  if (at >= 0 && at < extent) return at
  if (mode === 'edge') return at < 0 ? 0 : extent - 1
  if (mode === 'wrap') return ((at % extent) + extent) % extent
  if (mode !== 'reflect') return undefined
  if (extent === 1) return 0
  const period = 2 * (extent - 1)
  const folded = ((at % period) + period) % period
  return folded < extent ? folded : period - folded
}
