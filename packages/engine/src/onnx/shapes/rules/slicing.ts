import { intAttribute, intsAttribute } from '../../attributes.ts'
import { axisOf, type Call, dataTypeOf, extent, fail, knownValues, shapeOf, type TypeRule, typeOf } from '../call.ts'

/** Slice: starts, ends, axes and steps are inputs (opset 10 on) and are clamped as numpy clamps them. */
export const slice: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const starts = knownValues(call, 1, 'starts') ?? []
  const ends = knownValues(call, 2, 'ends') ?? []
  const axes = knownValues(call, 3, 'axes') ?? starts.map((_, index) => index)
  const steps = knownValues(call, 4, 'steps')
  const shape = [...x]
  for (const [index, given] of axes.entries()) {
    const axis = axisOf(call, given, x.length)
    const { length } = sliceRange(extent(call, x, axis), starts[index] ?? 0, ends[index] ?? 0, steps?.[index] ?? 1)
    shape[axis] = length
  }
  return [{ dataType: dataTypeOf(call, 0), shape }]
}

/** First index, step and number of the elements that ONNX's Slice takes from an axis of `size`. */
export function sliceRange(size: number, start: number, end: number, step: number): { first: number; length: number } {
  if (step === 0) throw new RangeError('The step of a Slice is 0.')
  const from = start < 0 ? start + size : start
  const to = end < 0 ? end + size : end
  const first = step > 0 ? clamp(from, 0, size) : clamp(from, 0, size - 1)
  const last = step > 0 ? clamp(to, 0, size) : clamp(to, -1, size - 1)
  return { first, length: Math.max(0, Math.ceil((last - first) / step)) }
}

/** Pad: pads and axes are inputs (opset 11 on, axes since 18). Negative pads crop. */
export const pad: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const pads = knownValues(call, 1, 'pads') ?? intsAttribute(call.node, 'pads') ?? []
  const axes = (knownValues(call, 3, 'axes') ?? x.map((_, axis) => axis)).map((axis) => axisOf(call, axis, x.length))
  if (pads.length !== 2 * axes.length) {
    fail(call, `pads has ${pads.length} values, ${2 * axes.length} were expected.`, 'malformed-model')
  }
  const shape = [...x]
  for (const [index, axis] of axes.entries()) {
    shape[axis] = extent(call, x, axis) + (pads[index] ?? 0) + (pads[index + axes.length] ?? 0)
  }
  if (shape.some((size) => size < 0)) fail(call, `pads [${pads.join(', ')}] crop more than [${x.join(', ')}] has.`)
  return [{ dataType: dataTypeOf(call, 0), shape }]
}

/** Concat along `axis`; the other extents must agree. */
export const concat: TypeRule = (call) => {
  const first = shapeOf(call, 0)
  const axis = axisOf(call, intAttribute(call.node, 'axis', 1), first.length)
  let size = 0
  for (const [index] of call.node.inputs.entries()) {
    const shape = shapeOf(call, index)
    if (shape.length !== first.length || shape.some((value, other) => other !== axis && value !== first[other])) {
      fail(call, `input ${index} [${shape.join(', ')}] does not fit [${first.join(', ')}] along axis ${axis}.`)
    }
    size += extent(call, shape, axis)
  }
  return [{ dataType: dataTypeOf(call, 0), shape: first.map((value, other) => (other === axis ? size : value)) }]
}

/** Split along `axis` into the given lengths, or into equal parts of which the last may be smaller. */
export const split: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const axis = axisOf(call, intAttribute(call.node, 'axis', 0), x.length)
  const size = extent(call, x, axis)
  const parts = splitLengths(call, size)
  if (parts.reduce((sum, part) => sum + part, 0) !== size || parts.length !== call.node.outputs.length) {
    fail(call, `parts [${parts.join(', ')}] do not cut axis ${axis} of extent ${size} to ${call.node.outputs.length}.`)
  }
  return parts.map((part) => ({
    dataType: dataTypeOf(call, 0),
    shape: x.map((value, other) => (other === axis ? part : value)),
  }))
}

/** CenterCropPad: the given axes get the given extents. */
export const centerCropPad: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const wanted = knownValues(call, 1, 'the new shape') ?? []
  const axes = (intsAttribute(call.node, 'axes') ?? x.map((_, axis) => axis)).map((a) => axisOf(call, a, x.length))
  const shape = x.map((size, axis) => (axes.includes(axis) ? (wanted[axes.indexOf(axis)] ?? size) : size))
  return [{ dataType: dataTypeOf(call, 0), shape }]
}

/** Shape, with its optional start and end. */
export const shape: TypeRule = (call) => {
  const { length } = shapeRange(call)
  return [{ dataType: 'int64', shape: [length] }]
}

/** The axes that Shape reports. */
export function shapeRange(call: Call): { first: number; length: number } {
  const rank = typeOf(call, 0).shape.length
  return sliceRange(rank, intAttribute(call.node, 'start', 0), intAttribute(call.node, 'end', rank), 1)
}

function splitLengths(call: Call, size: number): readonly number[] {
  const given = intsAttribute(call.node, 'split') ?? knownValues(call, 1, 'split')
  if (given !== undefined) return given
  const count = call.node.outputs.length
  const part = Math.ceil(size / count)
  return Array.from({ length: count }, (_, index) => Math.min(part, Math.max(0, size - index * part)))
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value))
}

/** Size: the number of elements, a scalar. */
export const size: TypeRule = () => [{ dataType: 'int64', shape: [] }]
