import { intAttribute, stringAttribute } from '../../attributes.ts'
import { dataTypeOf, extent, shapeOf, type TypeRule } from '../call.ts'

/** RNN, GRU and LSTM: Y [T, dirs, N, H], Y_h and Y_c [dirs, N, H]; with layout 1 the batch axis comes first. */
export const recurrent: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const dataType = dataTypeOf(call, 0)
  const hidden = intAttribute(call.node, 'hidden_size', extent(call, shapeOf(call, 2), 2))
  const directions = stringAttribute(call.node, 'direction', 'forward') === 'bidirectional' ? 2 : 1
  const [first, second] = [extent(call, x, 0), extent(call, x, 1)]
  if (intAttribute(call.node, 'layout', 0) === 1) {
    const state = { dataType, shape: [first, directions, hidden] }
    return [{ dataType, shape: [first, second, directions, hidden] }, state, state]
  }
  const state = { dataType, shape: [directions, second, hidden] }
  return [{ dataType, shape: [first, directions, second, hidden] }, state, state]
}
