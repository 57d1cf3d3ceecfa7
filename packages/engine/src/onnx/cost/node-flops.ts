import { type Shape, sizeOf } from '../../tensor/index.ts'
import { intAttribute, stringAttribute } from '../attributes.ts'
import type { Node, TensorType } from '../graph.ts'
import { labelsOf, parseEinsum } from '../shapes/index.ts'

/** Floating-point operations of one node from the types of its inputs and outputs. */
type FlopsRule = (node: Node, inputs: readonly (TensorType | undefined)[], outputs: readonly TensorType[]) => number

const convolution: FlopsRule = (_, inputs, [y]) => 2 * sizeOf(shape(y)) * sizeOf(shape(inputs[1]).slice(1))
const product: FlopsRule = (_, inputs, [y]) => 2 * sizeOf(shape(y)) * (shape(inputs[0]).at(-1) ?? 1)

/** Operators that cost more than an operation an element: 2 for each multiply-add. */
const flopsRules: Readonly<Record<string, FlopsRule>> = {
  Conv: convolution,
  ConvInteger: convolution,
  DeformConv: convolution,
  QLinearConv: (_, inputs, [y]) => 2 * sizeOf(shape(y)) * sizeOf(shape(inputs[3]).slice(1)),
  ConvTranspose: (_, inputs) => 2 * sizeOf(shape(inputs[0])) * sizeOf(shape(inputs[1]).slice(1)),
  MatMul: product,
  MatMulInteger: product,
  QLinearMatMul: product,
  Gemm: (node, inputs, [y]) => {
    const inner = shape(inputs[0])[intAttribute(node, 'transA', 0) === 1 ? 0 : 1] ?? 1
    return 2 * sizeOf(shape(y)) * inner
  },
  Einsum: (node, inputs) => 2 * sizeOf([...einsumExtents(node, inputs).values()]),
  Attention: (_, inputs, [y]) => {
    const keys = shape(inputs[1]).at(-2) ?? 1
    return 2 * keys * (sizeOf(shape(inputs[0])) + sizeOf(shape(y)))
  },
  LSTM: recurrent(4),
  GRU: recurrent(3),
  RNN: recurrent(1),
  AveragePool: pooled,
  LpPool: pooled,
  MaxPool: pooled,
}

/** Operations of one node; an operator without a rule costs one for each element of its largest operand. */
export function nodeFlops(
  node: Node,
  inputs: readonly (TensorType | undefined)[],
  outputs: readonly TensorType[],
): number {
  const rule = Object.hasOwn(flopsRules, node.opType) ? flopsRules[node.opType] : undefined
  if (rule !== undefined) return rule(node, inputs, outputs)
  return Math.max(0, ...[...inputs, ...outputs].map((type) => (type === undefined ? 0 : sizeOf(type.shape))))
}

function pooled(node: Node, _: readonly (TensorType | undefined)[], [y]: readonly TensorType[]): number {
  const kernel = node.attributes.kernel_shape
  return sizeOf(shape(y)) * (kernel?.kind === 'ints' ? sizeOf(kernel.value) : 1)
}

function recurrent(gates: number): FlopsRule {
  return (node, inputs) => {
    const x = shape(inputs[0])
    const hidden = shape(inputs[2]).at(-1) ?? 1
    const directions = stringAttribute(node, 'direction', 'forward') === 'bidirectional' ? 2 : 1
    return 2 * directions * sizeOf(x.slice(0, 2)) * gates * hidden * (hidden + (x[2] ?? 1))
  }
}

function einsumExtents(node: Node, inputs: readonly (TensorType | undefined)[]): ReadonlyMap<string, number> {
  const extents = new Map<string, number>()
  const { operands } = parseEinsum(stringAttribute(node, 'equation', ''))
  for (const [index, term] of operands.entries()) {
    const x = shape(inputs[index])
    const labels = labelsOf(term)
    const hidden = x.length - labels.length + 1
    let axis = 0
    for (const label of labels) {
      const width = label === '...' ? hidden : 1
      const extent = sizeOf(x.slice(axis, axis + width))
      extents.set(label, Math.max(extents.get(label) ?? 1, extent))
      axis += width
    }
  }
  return extents
}

function shape(type: TensorType | undefined): Shape {
  return type?.shape ?? []
}
