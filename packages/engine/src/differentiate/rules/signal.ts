import { normaliseAxis, sizeOf } from '../../tensor/index.ts'
import { padZeros, range, reshape, transpose } from '../../build/index.ts'
import type { GraphBuilder } from '../../build/index.ts'
import { attribute, cotangent, type GradientRule, input, type RuleContext, shape } from '../rule.ts'
import { throughExpansion } from './expansion.ts'
import { constantInput } from './structural.ts'

/** Fourier transforms as products with a matrix of cosines and sines, and the adjoints of windows and crops. */

interface Transform {
  /** Length of the transform; inputs are cropped or filled with zeros to it. */
  readonly length: number
  readonly given: number
  readonly frequencies: number
  /** 1 for real, 2 for complex inputs. */
  readonly parts: number
  readonly isInverse: boolean
}

/** [given · parts, frequencies · 2]: the transform of one signal as a matrix that stands on the right. */
function fourierMatrix({ length, given, frequencies, parts, isInverse }: Transform): Float32Array {
  const matrix = new Float32Array(given * parts * frequencies * 2)
  const factor = isInverse ? 1 / length : 1
  const at = (sample: number, part: number, frequency: number, component: number) =>
    ((sample * parts + part) * frequencies + frequency) * 2 + component
  for (let sample = 0; sample < Math.min(given, length); sample++) {
    for (let frequency = 0; frequency < frequencies; frequency++) {
      const angle = ((isInverse ? 2 : -2) * Math.PI * ((sample * frequency) % length)) / length
      const [cos, sin] = [Math.cos(angle) * factor, Math.sin(angle) * factor]
      matrix[at(sample, 0, frequency, 0)] = cos
      matrix[at(sample, 0, frequency, 1)] = sin
      if (parts < 2) continue
      matrix[at(sample, 1, frequency, 0)] = -sin
      matrix[at(sample, 1, frequency, 1)] = cos
    }
  }
  return matrix
}

/** [given · 2, length]: the real signal of a one-sided spectrum, whose inner frequencies count twice. */
function realInverseMatrix(given: number, length: number): Float32Array {
  const matrix = new Float32Array(given * 2 * length)
  for (let frequency = 0; frequency < Math.min(given, Math.floor(length / 2) + 1); frequency++) {
    const weight = (frequency === 0 || 2 * frequency === length ? 1 : 2) / length
    for (let sample = 0; sample < length; sample++) {
      const angle = (2 * Math.PI * ((sample * frequency) % length)) / length
      matrix[2 * frequency * length + sample] = Math.cos(angle) * weight
      matrix[(2 * frequency + 1) * length + sample] = -Math.sin(angle) * weight
    }
  }
  return matrix
}

/** Signals [.., given · parts] to spectra [.., frequencies, 2]. */
function transformed(g: GraphBuilder, signals: string, transform: Transform): string {
  const { given, parts, frequencies } = transform
  return product(g, signals, fourierMatrix(transform), [given * parts, frequencies, 2])
}

/** Rows [.., from] times a matrix [from, to · parts], as [.., to, parts]. */
function product(g: GraphBuilder, rows: string, values: Float32Array, extents: readonly [number, number, number]) {
  const [from, to, parts] = extents
  const lead = g.shapeOf(rows).slice(0, -1)
  const flat = reshape(g, rows, [sizeOf(lead), from])
  const matrix = g.constant('float32', [from, to * parts], values)
  return reshape(g, g.emit('MatMul', [flat, matrix]), [...lead, to, parts])
}

const isGiven = (context: RuleContext, index: number) => (context.x[index] ?? '') !== ''

/** The transform along one axis of [.., n, .., 1 or 2]; linear. */
export const dft = throughExpansion((context) => {
  const { graph: g } = context
  const x = input(context, 0)
  const extents = g.shapeOf(x)
  const rank = extents.length
  const axis = normaliseAxis(isGiven(context, 2) ? (constantInput(context, 2)[0] ?? -2) : -2, rank)
  const isInverse = attribute.int(context, 'inverse', 0) === 1
  const isOneSided = attribute.int(context, 'onesided', 0) === 1
  const [given, parts] = [extents[axis] ?? 1, extents[rank - 1] ?? 1]
  const isReal = isInverse && isOneSided
  const natural = isReal ? 2 * (given - 1) : given
  const length = isGiven(context, 1) ? (constantInput(context, 1)[0] ?? natural) : natural
  const frequencies = isOneSided ? Math.floor(length / 2) + 1 : length
  const others = range(rank - 1).filter((other) => other !== axis)
  const last = transpose(g, x, [...others, axis, rank - 1])
  const lead = others.map((other) => extents[other] ?? 1)
  const flat = reshape(g, last, [...lead, given * parts])
  const spectrum = isReal
    ? product(g, flat, realInverseMatrix(given, length), [given * 2, length, 1])
    : transformed(g, flat, { length, given, frequencies, parts, isInverse })
  return [transpose(g, spectrum, [...range(rank - 2).toSpliced(axis, 0, rank - 2), rank - 1])]
})

/** Transforms of windows of a signal [B, n, 1 or 2] a step apart. */
export const stft = throughExpansion((context) => {
  const { graph: g } = context
  const signal = input(context, 0)
  const [batch = 1, samples = 1, parts = 1] = g.shapeOf(signal)
  const step = constantInput(context, 1)[0] ?? 1
  const window = context.x[2] ?? ''
  const length = isGiven(context, 3)
    ? (constantInput(context, 3)[0] ?? samples)
    : window === ''
      ? samples
      : (g.shapeOf(window)[0] ?? samples)
  const frames = 1 + Math.floor((samples - length) / step)
  const places = range(frames).flatMap((frame) => range(length, frame * step))
  const cut = g.emit('Gather', [reshape(g, signal, [batch, samples, parts]), g.ints(places)], { axis: 1 })
  const framed = reshape(g, cut, [batch, frames, length, parts])
  const weighted = window === '' ? framed : g.emit('Mul', [framed, reshape(g, window, [length, 1])])
  const isOneSided = attribute.int(context, 'onesided', 1) === 1
  const frequencies = isOneSided ? Math.floor(length / 2) + 1 : length
  const flat = reshape(g, weighted, [batch, frames, length * parts])
  return [transformed(g, flat, { length, given: length, frequencies, parts, isInverse: false })]
})

/** Columns of windows added up to an image: dx takes each window out of dy again. */
export const col2Im: GradientRule = (context) => {
  const { graph: g } = context
  const image = constantInput(context, 1)
  const block = constantInput(context, 2)
  const rank = image.length
  const dilations = attribute.ints(context, 'dilations') ?? image.map(() => 1)
  const strides = attribute.ints(context, 'strides') ?? image.map(() => 1)
  const pads = attribute.ints(context, 'pads') ?? new Array<number>(2 * rank).fill(0)
  const dy = cotangent(context)
  const [batch = 1, channels = 1] = g.shapeOf(dy)
  const before = [0, 0, ...image.map((_, axis) => pads[axis] ?? 0)]
  const padded = padZeros(g, dy, before, [0, 0, ...image.map((_, axis) => pads[axis + rank] ?? 0)])
  const extents = g.shapeOf(padded).slice(2)
  const counts = extents.map((extent, axis) => {
    const reach = (dilations[axis] ?? 1) * ((block[axis] ?? 1) - 1) + 1
    return Math.floor((extent - reach) / (strides[axis] ?? 1)) + 1
  })
  const cells = (shapeOfCells: readonly number[], factors: readonly number[]) =>
    shapeOfCells.reduce<number[]>(
      (positions, count, axis) =>
        positions.flatMap((position) =>
          range(count).map((at) => position * (extents[axis] ?? 1) + at * (factors[axis] ?? 1)),
        ),
      [0],
    )
  const [offsets, starts] = [cells(block, dilations), cells(counts, strides)]
  const places = offsets.flatMap((offset) => starts.map((start) => start + offset))
  const flat = reshape(g, padded, [batch, channels, sizeOf(extents)])
  return [reshape(g, g.emit('Gather', [flat, g.ints(places)], { axis: 2 }), shape(context, 0))]
}

/** Cropped or padded evenly around the centre: dy is padded or cropped back. */
export const centerCropPad: GradientRule = (context) => {
  const { graph: g } = context
  const [from, dy] = [shape(context, 0), cotangent(context)]
  const to = g.shapeOf(dy)
  const gaps = from.map((extent, axis) => extent - (to[axis] ?? extent))
  // A crop of an odd count leaves the larger part behind, a pad of an odd count too.
  const before = gaps.map((gap) => (gap >= 0 ? Math.floor(gap / 2) : -Math.floor(-gap / 2)))
  return [
    padZeros(
      g,
      dy,
      before,
      gaps.map((gap, axis) => gap - (before[axis] ?? 0)),
    ),
  ]
}
