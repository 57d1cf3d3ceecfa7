import { type Shape, sameShape, sizeOf } from '../tensor/index.ts'
import type { GraphBuilder } from './graph-builder.ts'

/** The small vocabulary that rules are written in. Each function appends nodes and returns the name of the result. */

export const add = (g: GraphBuilder, a: string, b: string): string => g.emit('Add', [a, b])
export const subtract = (g: GraphBuilder, a: string, b: string): string => g.emit('Sub', [a, b])
export const multiply = (g: GraphBuilder, a: string, b: string): string => g.emit('Mul', [a, b])
export const divide = (g: GraphBuilder, a: string, b: string): string => g.emit('Div', [a, b])
export const negate = (g: GraphBuilder, a: string): string => g.emit('Neg', [a])

/** a · factor. */
export const scale = (g: GraphBuilder, a: string, factor: number): string =>
  factor === 1 ? a : multiply(g, a, g.scalar(factor, g.dataTypeOf(a)))

/** a + offset. */
export const shift = (g: GraphBuilder, a: string, offset: number): string =>
  offset === 0 ? a : add(g, a, g.scalar(offset, g.dataTypeOf(a)))

/** The sum of one or more values of the same shape. */
export function sum(g: GraphBuilder, terms: readonly string[]): string {
  const [first, ...rest] = terms
  if (first === undefined) throw new Error('A sum needs at least one term.')
  return rest.reduce((total, term) => add(g, total, term), first)
}

/** The same elements in another shape. */
export function reshape(g: GraphBuilder, a: string, shape: Shape): string {
  if (sameShape(g.shapeOf(a), shape)) return a
  const isEmpty = sizeOf(shape) === 0
  return g.emit('Reshape', [a, g.ints(shape)], isEmpty ? { allowzero: 1 } : {})
}

/** Axes in another order: axis i of the result is axis permutation[i] of a. */
export function transpose(g: GraphBuilder, a: string, permutation: readonly number[]): string {
  return permutation.every((axis, index) => axis === index) ? a : g.emit('Transpose', [a], { perm: permutation })
}

/** The inverse of a permutation. */
export function inverse(permutation: readonly number[]): number[] {
  return permutation.map((_, axis) => permutation.indexOf(axis))
}

/** a summed over axes (0..rank-1), which stay with extent 1 unless `keep` is false. */
export function sumOver(g: GraphBuilder, a: string, axes: readonly number[], keep = true): string {
  return axes.length === 0 ? a : g.emit('ReduceSum', [a, g.ints(axes)], { keepdims: keep ? 1 : 0 })
}

/** The mean over axes, which stay with extent 1. */
export function meanOver(g: GraphBuilder, a: string, axes: readonly number[]): string {
  return axes.length === 0 ? a : g.emit('ReduceMean', [a, g.ints(axes)], { keepdims: 1 })
}

/** Longest run that one reduction adds up before `stagedMean` splits it. */
const longestRun = 4096

/** The divisor of count closest to its square root from below; 1 where count is prime. */
function middleDivisor(count: number): number {
  for (let divisor = Math.floor(Math.sqrt(count)); divisor > 1; divisor--) if (count % divisor === 0) return divisor
  return 1
}

/**
 * The mean over axes, which stay with extent 1, in stages: axis by axis from the last, a long one in two steps.
 * ONNX Runtime adds float32 numbers one after another; over a whole volume its single reduction loses a digit, which
 * PyTorch's does not. `first` is the reduction of the first stage: ReduceMean, or ReduceSumSquare for the mean square.
 */
export function stagedMean(
  g: GraphBuilder,
  a: string,
  axes: readonly number[],
  first: 'ReduceMean' | 'ReduceSumSquare' = 'ReduceMean',
): string {
  const extents = g.shapeOf(a)
  const last = Math.max(...axes)
  const run = extents[last] ?? 1
  const inner = run > longestRun ? middleDivisor(run) : run
  const parts = [...extents.slice(0, last), ...(inner === run ? [] : [run / inner]), inner, ...extents.slice(last + 1)]
  const shiftBy = inner === run ? 0 : 1
  const reduced = g.emit(first, [reshape(g, a, parts), g.ints([last + shiftBy])], { keepdims: 1 })
  const stages = [...(shiftBy === 1 ? [last] : []), ...axes.filter((axis) => axis !== last).toSorted((x, y) => y - x)]
  const total = stages.reduce((sum, axis) => g.emit('ReduceMean', [sum, g.ints([axis])], { keepdims: 1 }), reduced)
  const kept = extents.map((extent, axis) => (axes.includes(axis) ? 1 : extent))
  return scale(g, reshape(g, total, kept), first === 'ReduceSumSquare' ? 1 / inner : 1)
}

/**
 * The adjoint of broadcasting (un-broadcast): sums a over the axes along which `shape` was stretched to a's shape, so
 * that the result has `shape`.
 */
export function sumTo(g: GraphBuilder, a: string, shape: Shape): string {
  const from = g.shapeOf(a)
  if (sameShape(from, shape)) return a
  const lead = from.length - shape.length
  const axes = from.flatMap((extent, axis) => (axis < lead || (shape[axis - lead] === 1 && extent !== 1) ? [axis] : []))
  return reshape(g, sumOver(g, a, axes), shape)
}

/** a stretched to shape by the broadcasting rule. */
export function broadcastTo(g: GraphBuilder, a: string, shape: Shape): string {
  return sameShape(g.shapeOf(a), shape) ? a : g.emit('Expand', [a, g.ints(shape)])
}

/** The part [starts, ends) with steps along the given axes. */
export function slice(
  g: GraphBuilder,
  a: string,
  {
    axes,
    starts,
    ends,
    steps,
  }: { axes: readonly number[]; starts: readonly number[]; ends: readonly number[]; steps?: readonly number[] },
): string {
  if (axes.length === 0) return a
  const inputs = [a, g.ints(starts), g.ints(ends), g.ints(axes)]
  return g.emit('Slice', steps === undefined ? inputs : [...inputs, g.ints(steps)])
}

/** Zeros put before and after along every axis; negative counts crop. */
export function padZeros(g: GraphBuilder, a: string, before: readonly number[], after: readonly number[]): string {
  const crops = before.map((count, axis) => [Math.max(0, -count), Math.max(0, -(after[axis] ?? 0))] as const)
  const axes = crops.flatMap(([head, tail], axis) => (head > 0 || tail > 0 ? [axis] : []))
  const extents = g.shapeOf(a)
  const cropped = slice(g, a, {
    axes,
    starts: axes.map((axis) => crops[axis]?.[0] ?? 0),
    ends: axes.map((axis) => (extents[axis] ?? 0) - (crops[axis]?.[1] ?? 0)),
  })
  const pads = [...before, ...after].map((count) => Math.max(0, count))
  return pads.every((count) => count === 0) ? cropped : g.emit('Pad', [cropped, g.ints(pads)])
}

/** a where the condition (bool) holds, else 0. */
export function keepWhere(g: GraphBuilder, condition: string, a: string): string {
  return g.emit('Where', [condition, a, g.scalar(0, g.dataTypeOf(a))])
}

/** a where the condition (bool) does not hold, else 0. */
export function dropWhere(g: GraphBuilder, condition: string, a: string): string {
  return g.emit('Where', [condition, g.scalar(0, g.dataTypeOf(a)), a])
}

/** The axes 0..rank-1. */
export function range(count: number, start = 0): number[] {
  return Array.from({ length: count }, (_, index) => index + start)
}
