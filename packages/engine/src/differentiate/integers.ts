import { constantTensor, numberValues } from '../onnx/index.ts'
import type { Node } from '../onnx/index.ts'
import { dataTypeCodes, isFloat } from '../tensor/index.ts'
import type { GradientRule, RuleContext } from './rule.ts'

/** Which inputs of an operator stand for magnitudes when its output is an integer: all of them, or the first alone. */
type Magnitudes = 'all' | 'first'

/** Operators through which a straight-through cotangent passes on integers as it would on floats. */
const arithmetic: Readonly<Record<string, Magnitudes>> = {
  Abs: 'all',
  Add: 'all',
  Clip: 'all',
  Concat: 'all',
  CumSum: 'first',
  DepthToSpace: 'first',
  Div: 'all',
  Expand: 'first',
  Flatten: 'first',
  Gather: 'first',
  GatherElements: 'first',
  GatherND: 'first',
  Gemm: 'all',
  Identity: 'all',
  MatMul: 'all',
  Max: 'all',
  MaxPool: 'first',
  Min: 'all',
  Mul: 'all',
  Neg: 'all',
  Pad: 'first',
  ReduceMax: 'first',
  ReduceMean: 'first',
  ReduceMin: 'first',
  ReduceSum: 'first',
  Relu: 'all',
  Reshape: 'first',
  Resize: 'first',
  Slice: 'first',
  SpaceToDepth: 'first',
  Split: 'first',
  Squeeze: 'first',
  Sub: 'all',
  Sum: 'all',
  Tile: 'first',
  Transpose: 'all',
  Unsqueeze: 'first',
  Where: 'all',
}

/** Operators between floats and integers whose own rules know which input is which. */
const conversions = new Set([
  'Cast',
  'CastLike',
  'ConvInteger',
  'DequantizeLinear',
  'DynamicQuantizeLinear',
  'MatMulInteger',
  'QLinearConv',
  'QLinearMatMul',
  'QuantizeLinear',
])

/** Whether an integer at this input is a magnitude, so that a cotangent may pass, and not a position or a size. */
export function carriesInteger(node: Node, input: number): boolean {
  if (conversions.has(node.opType)) return true
  const magnitudes = arithmetic[node.opType]
  return magnitudes === 'all' || (magnitudes === 'first' && input === 0)
}

/**
 * The rule of an operator where its output is an integer: the same rule on operands cast to float32, so that its
 * cotangents are floats (a straight-through estimate; the truncation of an integer division is ignored).
 */
export function onIntegers(rule: GradientRule): GradientRule {
  return (context) => {
    const { graph: g, node } = context
    if (!Object.hasOwn(arithmetic, node.opType)) return rule(context)
    const type = g.dataTypeOf(context.y.find((name) => name !== '') ?? '')
    if (isFloat(type)) return rule(context)
    const cast = (name: string): string => {
      const constant = g.constantOf(name)
      if (constant === undefined) return g.emit('Cast', [name], { to: dataTypeCodes.float32 })
      return g.constantFrom(constantTensor('float32', constant.shape, numberValues(constant)))
    }
    const isMagnitude = (name: string, index: number) =>
      name !== '' && carriesInteger(node, index) && g.dataTypeOf(name) === type
    const floats: RuleContext = {
      ...context,
      x: context.x.map((name, index) => (isMagnitude(name, index) ? cast(name) : name)),
      y: context.y.map((name) => (name === '' || g.dataTypeOf(name) !== type ? name : cast(name))),
    }
    return rule(floats)
  }
}
