import { intAttribute } from '../../attributes.ts'
import { axisOf, dataTypeOf, shapeOf, type TypeRule, typeOf } from '../call.ts'

/** BatchNormalization: the output, then (training) running mean and variance. */
export const batchNormalisation: TypeRule = (call) => [typeOf(call, 0), typeOf(call, 3), typeOf(call, 4)]

/** LayerNormalization: the output, then mean and inverse deviation with the normalised axes reduced to 1. */
export const layerNormalisation: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const axis = axisOf(call, intAttribute(call.node, 'axis', -1), x.length)
  const stash = intAttribute(call.node, 'stash_type', 1) === 1 ? 'float32' : dataTypeOf(call, 0)
  const statistics = { dataType: stash, shape: x.map((size, index) => (index < axis ? size : 1)) } as const
  return [typeOf(call, 0), statistics, statistics]
}
