import { dataTypeCodes, stridesOf } from '../../tensor/index.ts'
import { add, multiply, reshape, scale, shift, subtract } from '../../build/index.ts'
import type { GraphBuilder } from '../../build/index.ts'
import type { Detached } from './expansion.ts'

/** Sampling at given places. Everything is [N, P]: P places, one coordinate per axis in voxels. */

/** One axis of the image and how it is sampled. */
export interface SampledAxis {
  readonly extent: number
  /** Between the centres of the outer voxels (align_corners) or their outer faces. */
  readonly low: number
  readonly high: number
  readonly padding: string
  readonly mode: string
}

/** A voxel of one axis with its weight at each place. */
export interface Tap {
  /** float positions within the axis. */
  readonly position: string
  /** bool: whether the voxel exists; undefined where it always does. */
  readonly isThere: string | undefined
  readonly weight: string | undefined
}

/** x mirrored at low and high until it lies between them. */
function reflect(g: GraphBuilder, x: string, { low, high }: SampledAxis, detached: Detached): string {
  const span = high - low
  if (span === 0) return scale(g, x, 0)
  const distance = g.emit('Abs', [shift(g, x, -low)])
  const flips = detached(() => g.emit('Floor', [scale(g, distance, 1 / span)]))
  const rest = subtract(g, distance, scale(g, flips, span))
  const isOdd = detached(() => g.emit('Greater', [g.emit('Mod', [flips, g.scalar(2)], { fmod: 1 }), g.scalar(0.5)]))
  return g.emit('Where', [isOdd, subtract(g, g.scalar(high), rest), shift(g, rest, low)])
}

/** A coordinate outside of the image brought back as the padding mode asks for; cubic borders repeat voxels instead. */
function inside(g: GraphBuilder, x: string, axis: SampledAxis, detached: Detached): string {
  if (axis.padding === 'zeros' || (axis.padding === 'border' && axis.mode === 'cubic')) return x
  const isOutside = detached(() =>
    g.emit('Or', [g.emit('Less', [x, g.scalar(axis.low)]), g.emit('Greater', [x, g.scalar(axis.high)])]),
  )
  const back =
    axis.padding === 'border'
      ? g.emit('Clip', [x, g.scalar(0), g.scalar(axis.extent - 1)])
      : reflect(g, x, axis, detached)
  return g.emit('Where', [isOutside, back, x])
}

/** Keys' cubic convolution at distance 0..1 and 1..2, with a = -0.75 as PyTorch and ONNX Runtime have it. */
const cubicA = -0.75
const near = (g: GraphBuilder, t: string) =>
  shift(g, multiply(g, multiply(g, t, t), shift(g, scale(g, t, cubicA + 2), -(cubicA + 3))), 1)
const far = (g: GraphBuilder, t: string) => {
  const inner = shift(g, multiply(g, t, shift(g, scale(g, t, cubicA), -5 * cubicA)), 8 * cubicA)
  return shift(g, multiply(g, t, inner), -4 * cubicA)
}

/** The voxels that a coordinate takes along one axis, with their weights. */
export function tapsOf(g: GraphBuilder, coordinate: string, axis: SampledAxis, detached: Detached): Tap[] {
  const tap = (base: string, offset: number, weight: string | undefined): Tap =>
    detached(() => {
      const at = shift(g, base, offset)
      const last = g.scalar(axis.extent - 1)
      const mirrored = axis.padding === 'reflection' ? reflect(g, at, axis, (write) => write()) : at
      const position = g.emit('Clip', [g.emit('Round', [mirrored]), g.scalar(0), last])
      const isThere = () =>
        g.emit('And', [g.emit('GreaterOrEqual', [at, g.scalar(0)]), g.emit('LessOrEqual', [at, last])])
      return { position, isThere: axis.padding === 'zeros' ? isThere() : undefined, weight }
    })
  if (axis.mode === 'nearest') {
    const rounded = detached(() => inside(g, g.emit('Round', [coordinate]), axis, (write) => write()))
    return [tap(rounded, 0, undefined)]
  }
  const x = inside(g, coordinate, axis, detached)
  const base = detached(() => g.emit('Floor', [x]))
  const t = subtract(g, x, base)
  const rest = subtract(g, g.scalar(1), t)
  if (axis.mode === 'linear') return [tap(base, 0, rest), tap(base, 1, t)]
  return [
    tap(base, -1, far(g, shift(g, t, 1))),
    tap(base, 0, near(g, t)),
    tap(base, 1, near(g, rest)),
    tap(base, 2, far(g, shift(g, rest, 1))),
  ]
}

/** The sum over all combinations of the axes' taps: an image [N, C, voxels] at the places, [N, C, P]. */
export function sampled(
  g: GraphBuilder,
  image: string,
  { taps, space, detached }: { taps: readonly (readonly Tap[])[]; space: readonly number[]; detached: Detached },
): string {
  const combinations = taps.reduce<readonly (readonly Tap[])[]>(
    (sofar, next) => sofar.flatMap((some) => next.map((tap) => [...some, tap])),
    [[]],
  )
  const parts = combinations.map((some) => sampleAt(g, image, some, space, detached))
  return parts.reduce((sum, part) => add(g, sum, part))
}

/** The value at one combination of taps, [N, C, P]. */
function sampleAt(g: GraphBuilder, x: string, taps: readonly Tap[], space: readonly number[], detached: Detached) {
  const [batch = 1, channels = 1] = g.shapeOf(x)
  const places = g.shapeOf(taps[0]?.position ?? '')[1] ?? 0
  const index = detached(() => {
    const parts = taps.map(({ position }, axis) =>
      multiply(g, g.emit('Cast', [position], { to: dataTypeCodes.int64 }), g.ints([stridesOf(space)[axis] ?? 1])),
    )
    const flat = parts.reduce((total, part) => add(g, total, part))
    return g.emit('Expand', [reshape(g, flat, [batch, 1, places]), g.ints([batch, channels, places])])
  })
  const value = g.emit('GatherElements', [x, index], { axis: 2 })
  const weighted = taps.reduce(
    (part, { weight }) => (weight === undefined ? part : multiply(g, part, reshape(g, weight, [batch, 1, places]))),
    value,
  )
  return taps.reduce((part, { isThere }) => {
    if (isThere === undefined) return part
    return g.emit('Where', [reshape(g, isThere, [batch, 1, places]), part, g.scalar(0)])
  }, weighted)
}
