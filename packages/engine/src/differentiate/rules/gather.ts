import { dataTypeCodes, normaliseAxis, sizeOf } from '../../tensor/index.ts'
import { multiply, padZeros, range, reshape, sumOver } from '../../build/index.ts'
import type { GraphBuilder } from '../../build/index.ts'
import {
  attribute,
  cotangent,
  type GradientRule,
  input,
  NoGradientRuleError,
  output,
  type RuleContext,
  shape,
} from '../rule.ts'
import { constantInput } from './structural.ts'

/** Operators that pick elements by index, and their adjoints that add elements up at an index. */

/** The index tensor with negative positions made positive (ONNX counts them from the end). */
function positiveIndices(g: GraphBuilder, indices: string, extent: number): string {
  const type = g.dataTypeOf(indices)
  const isNegative = g.emit('Less', [indices, g.scalar(0, type)])
  return g.emit('Where', [isNegative, g.emit('Add', [indices, g.scalar(extent, type)]), indices])
}

/** y = x taken at indices along an axis: dx adds dy up at the positions it came from. */
export const gather: GradientRule = (context) => {
  const { graph: g } = context
  const extents = shape(context, 0)
  const axis = normaliseAxis(attribute.int(context, 'axis', 0), extents.length)
  const indices = input(context, 1)
  const count = sizeOf(g.shapeOf(indices))
  const rows = reshape(g, cotangent(context), [...extents.slice(0, axis), count, ...extents.slice(axis + 1)])
  const single = count === 1 ? g.constantOf(indices) : undefined
  if (single !== undefined) {
    const extent = extents[axis] ?? 0
    const at = normaliseAxis(constantAt(context), extent)
    const zeros = extents.map(() => 0)
    return [padZeros(g, rows, zeros.with(axis, at), zeros.with(axis, extent - at - 1))]
  }
  const positions = reshape(
    g,
    positiveIndices(g, indices, extents[axis] ?? 0),
    extents.map((_, other) => (other === axis ? count : 1)),
  )
  const everywhere = g.emit('Expand', [positions, g.ints(g.shapeOf(rows))])
  const zeros = g.filled(extents, 0, g.dataTypeOf(rows))
  return [g.emit('ScatterElements', [zeros, everywhere, rows], { axis, reduction: 'add' })]
}

function constantAt(context: RuleContext): number {
  return constantInput(context, 1)[0] ?? 0
}

/** y[i] = x[indices[i]] along one axis, all tensors of the same rank. */
export const gatherElements: GradientRule = (context) => {
  const { graph: g } = context
  const axis = attribute.int(context, 'axis', 0)
  const zeros = g.zerosLike(input(context, 0))
  return [g.emit('ScatterElements', [zeros, input(context, 1), cotangent(context)], { axis, reduction: 'add' })]
}

/** Index vectors [..., k] with the positions along `batch` leading axes put in front of them. */
function withBatchIndices(g: GraphBuilder, indices: string, batch: number): string {
  const extents = g.shapeOf(indices)
  const lead = extents.slice(0, -1)
  const grids = range(batch).map((axis) => {
    const extent = extents[axis] ?? 1
    const steps = g.constant('int64', lead.map((_, other) => (other === axis ? extent : 1)).concat(1), range(extent))
    return g.emit('Expand', [steps, g.ints([...lead, 1])])
  })
  return batch === 0 ? indices : g.emit('Concat', [...grids, indices], { axis: extents.length - 1 })
}

/** y = x at index vectors. */
export const gatherNd: GradientRule = (context) => {
  const { graph: g } = context
  const indices = withBatchIndices(g, input(context, 1), attribute.int(context, 'batch_dims', 0))
  return [g.emit('ScatterND', [g.zerosLike(input(context, 0)), indices, cotangent(context)], { reduction: 'add' })]
}

interface Scatter {
  readonly g: GraphBuilder
  readonly data: string
  readonly updates: string
  readonly y: string
  readonly dy: string
  /** The values of a tensor of data's shape at the indices. */
  readonly take: (name: string) => string
  /** Values of updates' shape put into data's shape by the reduction. */
  readonly put: (into: string, values: string, reduction: string) => string
}

/**
 * y = data with updates written at indices. 'none': the written places give their dy to the updates alone;
 * 'add': both get it; 'mul': data's gets dy times the updates' product, an update's dy y / update; 'max', 'min': those
 * who attain the result share it in equal parts.
 */
const scatter =
  (connect: (context: RuleContext) => Pick<Scatter, 'take' | 'put'>): GradientRule =>
  (context) => {
    const { graph: g } = context
    const [data, updates] = [input(context, 0), input(context, 2)]
    const parts: Scatter = { g, data, updates, y: output(context), dy: cotangent(context), ...connect(context) }
    const reduction = attribute.string(context, 'reduction', 'none')
    const backward = scatterBackward[reduction]
    if (backward === undefined) {
      throw new NoGradientRuleError({ node: context.node, opset: g.opset, reason: `reduction = ${reduction}` })
    }
    const [dData, dUpdates] = backward(parts)
    return [context.wants(0) ? dData() : undefined, undefined, context.wants(2) ? dUpdates() : undefined]
  }

type ScatterBackward = (parts: Scatter) => readonly [() => string, () => string]

const throughProduct: ScatterBackward = ({ g, data, updates, y, dy, take, put }) => {
  const ones = g.filled(g.shapeOf(data), 1, g.dataTypeOf(data))
  return [() => multiply(g, dy, put(ones, updates, 'mul')), () => g.emit('Div', [take(multiply(g, dy, y)), updates])]
}

const throughExtremum: ScatterBackward = ({ g, data, updates, y, dy, take, put }) => {
  const flag = (a: string, b: string) =>
    g.emit('Cast', [g.emit('Equal', [a, b])], { to: dataTypeCodes[g.dataTypeOf(data)] })
  const own = flag(data, y)
  const written = flag(updates, take(y))
  const share = g.emit('Div', [dy, put(own, written, 'add')])
  return [() => multiply(g, own, share), () => multiply(g, written, take(share))]
}

const scatterBackward: Readonly<Record<string, ScatterBackward>> = {
  none: ({ g, updates, dy, take, put }) => [() => put(dy, g.zerosLike(updates), 'none'), () => take(dy)],
  add: ({ dy, take }) => [() => dy, () => take(dy)],
  mul: throughProduct,
  max: throughExtremum,
  min: throughExtremum,
}

export const scatterElements = scatter((context) => {
  const { graph: g } = context
  const axis = attribute.int(context, 'axis', 0)
  const indices = input(context, 1)
  return {
    take: (name) => g.emit('GatherElements', [name, indices], { axis }),
    put: (into, values, reduction) => g.emit('ScatterElements', [into, indices, values], { axis, reduction }),
  }
})

export const scatterNd = scatter((context) => {
  const { graph: g } = context
  const indices = input(context, 1)
  return {
    take: (name) => g.emit('GatherND', [name, indices]),
    put: (into, values, reduction) => g.emit('ScatterND', [into, indices, values], { reduction }),
  }
})

/** dy goes to the k elements that were taken. */
export const topK: GradientRule = (context) => {
  const { graph: g } = context
  const axis = attribute.int(context, 'axis', -1)
  const [, indices = ''] = context.y
  if (indices === '')
    throw new NoGradientRuleError({ node: context.node, opset: g.opset, reason: 'its indices are not an output' })
  return [
    g.emit('ScatterElements', [g.zerosLike(input(context, 0)), indices, cotangent(context)], {
      axis,
      reduction: 'add',
    }),
    undefined,
  ]
}

/** y = off + (on - off) one-hot: the values [off, on] are the only floats. */
export const oneHot: GradientRule = (context) => {
  const { graph: g } = context
  const dy = cotangent(context)
  const unit = g.emit('OneHot', [input(context, 0), input(context, 1), g.constant(g.dataTypeOf(dy), [2], [0, 1])], {
    axis: attribute.int(context, 'axis', -1),
  })
  const all = range(g.shapeOf(dy).length)
  const on = reshape(g, sumOver(g, multiply(g, dy, unit), all), [1])
  const total = reshape(g, sumOver(g, dy, all), [1])
  return [undefined, undefined, g.emit('Concat', [g.emit('Sub', [total, on]), on], { axis: 0 })]
}
