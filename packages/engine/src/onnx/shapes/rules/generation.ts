import { type DataType, dataTypeOfCode, type Shape } from '../../../tensor/index.ts'
import { intAttribute, intsAttribute, tensorAttribute } from '../../attributes.ts'
import { type Call, dataTypeOf, extent, fail, hasInput, knownValues, shapeOf, type TypeRule } from '../call.ts'

/** Constant in any of its forms. */
export const constant: TypeRule = (call) => {
  const { attributes } = call.node
  const tensor = tensorAttribute(call.node, 'value')
  if (tensor !== undefined) return [{ dataType: tensor.dataType, shape: tensor.shape }]
  const [form] = Object.values(attributes)
  if (form?.kind === 'int') return [{ dataType: 'int64', shape: [] }]
  if (form?.kind === 'float') return [{ dataType: 'float32', shape: [] }]
  if (form?.kind === 'string') return [{ dataType: 'string', shape: [] }]
  if (form?.kind === 'ints') return [{ dataType: 'int64', shape: [form.value.length] }]
  if (form?.kind === 'floats') return [{ dataType: 'float32', shape: [form.value.length] }]
  if (form?.kind === 'strings') return [{ dataType: 'string', shape: [form.value.length] }]
  return fail(call, 'it has no value that can be read.', 'unsupported-operator')
}

/** ConstantOfShape: float32 zeros unless `value` says otherwise. */
export const constantOfShape: TypeRule = (call) => [
  {
    dataType: tensorAttribute(call.node, 'value')?.dataType ?? 'float32',
    shape: knownValues(call, 0, 'the shape') ?? [],
  },
]

/** Range: ceil((limit - start) / delta) elements. */
export const range: TypeRule = (call) => {
  const [start = 0] = knownValues(call, 0, 'start') ?? []
  const [limit = 0] = knownValues(call, 1, 'limit') ?? []
  const [delta = 1] = knownValues(call, 2, 'delta') ?? []
  return [{ dataType: dataTypeOf(call, 0), shape: [Math.max(0, Math.ceil((limit - start) / delta))] }]
}

/** EyeLike, RandomNormalLike, RandomUniformLike, Bernoulli: the input's shape, the element type from `dtype`. */
export const likeWithDtype: TypeRule = (call) => [
  { dataType: dtypeOf(call, dataTypeOf(call, 0)), shape: shapeOf(call, 0) },
]

/** RandomNormal, RandomUniform: the attribute `shape`. */
export const ofShapeAttribute: TypeRule = (call) => [
  { dataType: dtypeOf(call, 'float32'), shape: intsAttribute(call.node, 'shape') ?? [] },
]

/** Multinomial: [N, classes] to [N, sample_size]. */
export const multinomial: TypeRule = (call) => [
  {
    dataType: dtypeOf(call, 'int32'),
    shape: [extent(call, shapeOf(call, 0), 0), intAttribute(call.node, 'sample_size', 1)],
  },
]

/** BlackmanWindow, HannWindow, HammingWindow: `size` samples. */
export const signalWindow: TypeRule = (call) => [
  { dataType: codeOf(call, 'output_datatype', 'float32'), shape: knownValues(call, 0, 'size')?.slice(0, 1) ?? [] },
]

/** MelWeightMatrix: [dft_length / 2 + 1, num_mel_bins]. */
export const melWeightMatrix: TypeRule = (call) => {
  const [bins = 0] = knownValues(call, 0, 'num_mel_bins') ?? []
  const [length = 0] = knownValues(call, 1, 'dft_length') ?? []
  return [{ dataType: codeOf(call, 'output_datatype', 'float32'), shape: [Math.floor(length / 2) + 1, bins] }]
}

/** DFT: the last axis holds real and imaginary parts; dft_length and axis are inputs since 20. */
export const dft: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const given = hasInput(call, 2) ? knownValues(call, 2, 'axis')?.[0] : call.node.attributes.axis
  const axis = typeof given === 'number' ? given : intAttribute(call.node, 'axis', call.env.opset < 20 ? 1 : -2)
  const place = axis < 0 ? axis + x.length : axis
  const shape: number[] = x.with(-1, 2)
  const oneSided = intAttribute(call.node, 'onesided', 0) === 1
  const length = knownValues(call, 1, 'dft_length')?.[0]
  if (oneSided && intAttribute(call.node, 'inverse', 0) === 1) {
    shape[place] = length ?? 2 * (extent(call, x, place) - 1)
    return [{ dataType: dataTypeOf(call, 0), shape: shape.with(-1, 1) }]
  }
  shape[place] = length ?? extent(call, x, place)
  if (oneSided) shape[place] = Math.floor(extent(call, shape, place) / 2) + 1
  return [{ dataType: dataTypeOf(call, 0), shape }]
}

/** STFT: [N, signal, 1 or 2] to [N, frames, bins, 2]. */
export const stft: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const [step = 1] = knownValues(call, 1, 'frame_step') ?? []
  const window: Shape | undefined = call.inputs[2]?.shape
  const length = knownValues(call, 3, 'frame_length')?.[0] ?? window?.[0] ?? fail(call, 'frame_length is missing.')
  const frames = Math.floor((extent(call, x, 1) - length) / step) + 1
  const bins = intAttribute(call.node, 'onesided', 1) === 1 ? Math.floor(length / 2) + 1 : length
  return [{ dataType: dataTypeOf(call, 0), shape: [extent(call, x, 0), frames, bins, 2] }]
}

/** Cast, BitCast: the element type named by `to`. */
export const cast: TypeRule = (call) => [{ dataType: codeOf(call, 'to', undefined), shape: shapeOf(call, 0) }]

/** CastLike: the element type of the second input. */
export const castLike: TypeRule = (call) => [{ dataType: dataTypeOf(call, 1), shape: shapeOf(call, 0) }]

/** QuantizeLinear: output_dtype, else the zero point's type, else uint8. */
export const quantizeLinear: TypeRule = (call) => [
  { dataType: codeOf(call, 'output_dtype', call.inputs[2]?.dataType ?? 'uint8'), shape: shapeOf(call, 0) },
]

/** DequantizeLinear: the scale's type, or output_dtype (since 23). */
export const dequantizeLinear: TypeRule = (call) => [
  { dataType: codeOf(call, 'output_dtype', dataTypeOf(call, 1)), shape: shapeOf(call, 0) },
]

/** DynamicQuantizeLinear: the quantised tensor, its scale and zero point. */
export const dynamicQuantizeLinear: TypeRule = (call) => [
  { dataType: 'uint8', shape: shapeOf(call, 0) },
  { dataType: 'float32', shape: [] },
  { dataType: 'uint8', shape: [] },
]

function dtypeOf(call: Call, fallback: DataType): DataType {
  return codeOf(call, 'dtype', fallback)
}

function codeOf(call: Call, name: string, fallback: DataType | undefined): DataType {
  const code = intAttribute(call.node, name, 0)
  if (code === 0 && fallback !== undefined) return fallback
  return dataTypeOfCode(code) ?? fail(call, `${name} is ${code}, which is no element type.`, 'wrong-data-type')
}
