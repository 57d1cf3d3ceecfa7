import { intAttribute, intsAttribute, stringAttribute } from '../../attributes.ts'
import { type Call, checkOperand, dataTypeOf, extent, fail, shapeOf, type TypeRule } from '../call.ts'
import { perAxis, windowedExtents, windowOf } from '../window.ts'

/** Conv: [N, C, spatial] with weights [M, C/group, kernel] to [N, M, spatial']. */
export const convolution: TypeRule = (call) => [{ dataType: dataTypeOf(call, 0), shape: convolutionShape(call, 1) }]

/** ConvInteger: like Conv, to int32. */
export const convolutionToInt32: TypeRule = (call) => [{ dataType: 'int32', shape: convolutionShape(call, 1) }]

/** QLinearConv: the weights are input 3, the output has the type of its zero point (input 7). */
export const quantizedConvolution: TypeRule = (call) => [
  { dataType: dataTypeOf(call, 7), shape: convolutionShape(call, 3) },
]

/** ConvTranspose: [N, C, spatial] with weights [C, M/group, kernel] to [N, M, spatial']. */
export const transposedConvolution: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const weights = shapeOf(call, 1)
  const spatial = x.slice(2)
  const kernel = weights.slice(2)
  checkKernel(call, weights.slice(2))
  if (kernel.length !== spatial.length) fail(call, `weights [${weights.join(', ')}] do not fit x [${x.join(', ')}].`)
  if (extent(call, weights, 0) !== extent(call, x, 1)) {
    fail(call, `weights [${weights.join(', ')}] do not fit the ${x[1]} channels of x.`)
  }
  const channels = extent(call, weights, 1) * intAttribute(call.node, 'group', 1)
  checkOperand(call, 2, 'bias', [channels])
  const shape = [extent(call, x, 0), channels]
  return [{ dataType: dataTypeOf(call, 0), shape: [...shape, ...transposedExtents(call, spatial, kernel)] }]
}

function convolutionShape(call: Call, weightsIndex: number): number[] {
  const x = shapeOf(call, 0)
  const weights = shapeOf(call, weightsIndex)
  const spatial = x.slice(2)
  checkKernel(call, weights.slice(2))
  if (weights.length !== x.length || x.length < 3) {
    fail(call, `weights [${weights.join(', ')}] do not fit x [${x.join(', ')}].`)
  }
  const channels = extent(call, weights, 1) * intAttribute(call.node, 'group', 1)
  if (channels !== extent(call, x, 1)) fail(call, `the weights expect ${channels} channels, x has ${x[1]}.`)
  const window = windowOf(call, spatial, weights.slice(2))
  const biasIndex = weightsIndex === 3 ? 8 : 2
  if (call.node.opType !== 'DeformConv' && call.node.opType !== 'ConvInteger') {
    checkOperand(call, biasIndex, 'bias', [extent(call, weights, 0)])
  }
  return [extent(call, x, 0), extent(call, weights, 0), ...windowedExtents(call, spatial, window)]
}

function checkKernel(call: Call, kernel: readonly number[]): void {
  const declared = intsAttribute(call.node, 'kernel_shape')
  if (declared !== undefined && declared.join() !== kernel.join()) {
    fail(call, `kernel_shape [${declared.join(', ')}] differs from the weights' [${kernel.join(', ')}].`)
  }
}

function transposedExtents(call: Call, spatial: readonly number[], kernel: readonly number[]): readonly number[] {
  const rank = spatial.length
  const outputShape = intsAttribute(call.node, 'output_shape')
  if (outputShape !== undefined && outputShape.length > 0) return outputShape.slice(-rank)
  const strides = perAxis(call, 'strides', rank, 1)
  const dilations = perAxis(call, 'dilations', rank, 1)
  const outputPadding = perAxis(call, 'output_padding', rank, 0)
  const autoPad = stringAttribute(call.node, 'auto_pad', 'NOTSET')
  const pads = autoPad === 'NOTSET' ? intsAttribute(call.node, 'pads') : undefined
  return spatial.map((size, axis) => {
    const stride = strides[axis] ?? 1
    if (autoPad.startsWith('SAME')) return size * stride
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1
    const padding = (pads?.[axis] ?? 0) + (pads?.[axis + rank] ?? 0)
    const result = (size - 1) * stride + reach + (outputPadding[axis] ?? 0) - padding
    if (result < 1) fail(call, `spatial axis ${axis} of extent ${size} leaves no output. Use a larger input.`)
    return result
  })
}
