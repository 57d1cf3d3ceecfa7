import { intAttribute } from '../../attributes.ts'
import { axisOf, checkBroadcasts, checkOperand, dataTypeOf, extent, shapeOf, type TypeRule, typeOf } from '../call.ts'

/** BatchNormalization: the output, then (training) running mean and variance. */
export const batchNormalisation: TypeRule = (call) => {
  const channels = [shapeOf(call, 0)[1] ?? 1]
  for (const [index, what] of ['scale', 'bias', 'mean', 'variance'].entries()) {
    checkOperand(call, index + 1, what, channels)
  }
  return [typeOf(call, 0), typeOf(call, 3), typeOf(call, 4)]
}

/** InstanceNormalization, GroupNormalization (21 on): scale and bias have an element a channel. */
export const channelNormalisation: TypeRule = (call) => {
  const channels = [extent(call, shapeOf(call, 0), 1)]
  checkOperand(call, 1, 'scale', channels)
  checkOperand(call, 2, 'bias', channels)
  return [typeOf(call, 0)]
}

/** RMSNormalization: the scale broadcasts to x. */
export const rmsNormalisation: TypeRule = (call) => {
  checkBroadcasts(call, 1, 'scale', shapeOf(call, 0))
  return [typeOf(call, 0)]
}

/** LayerNormalization: the output, then mean and inverse deviation with the normalised axes reduced to 1. */
export const layerNormalisation: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const axis = axisOf(call, intAttribute(call.node, 'axis', -1), x.length)
  checkBroadcasts(call, 1, 'scale', x)
  checkBroadcasts(call, 2, 'bias', x)
  const stash = intAttribute(call.node, 'stash_type', 1) === 1 ? 'float32' : dataTypeOf(call, 0)
  const statistics = { dataType: stash, shape: x.map((size, index) => (index < axis ? size : 1)) } as const
  return [typeOf(call, 0), statistics, statistics]
}
