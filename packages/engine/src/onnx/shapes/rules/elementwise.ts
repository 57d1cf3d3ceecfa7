import { broadcastShapes, type DataType } from '../../../tensor/index.ts'
import { type Call, checkBroadcasts, dataTypeOf, shapeOf, type TypeRule, typeOf } from '../call.ts'

/** One output like the first input: element-wise functions, normalisations and other shape-keeping operators. */
export const likeFirstInput: TypeRule = (call) => [typeOf(call, 0)]

/** One output of the first input's shape and the given element type. */
export function sameShapeAs(dataType: DataType): TypeRule {
  return (call) => [{ dataType, shape: shapeOf(call, 0) }]
}

/** All inputs broadcast together; the element type is the first input's. */
export const broadcast: TypeRule = (call) => [{ dataType: dataTypeOf(call, 0), shape: broadcastOfAll(call) }]

/** All inputs broadcast together to booleans. */
export const broadcastToBool: TypeRule = (call) => [{ dataType: 'bool', shape: broadcastOfAll(call) }]

/** Where(condition, x, y): the three broadcast together to x's element type. */
export const where: TypeRule = (call) => [{ dataType: dataTypeOf(call, 1), shape: broadcastOfAll(call) }]

/** PRelu: the slope broadcasts to x. */
export const slope: TypeRule = (call) => {
  checkBroadcasts(call, 1, 'slope', shapeOf(call, 0))
  return [typeOf(call, 0)]
}

/** Dropout: the output and a mask of the same shape. */
export const dropout: TypeRule = (call) => [typeOf(call, 0), { dataType: 'bool', shape: shapeOf(call, 0) }]

function broadcastOfAll(call: Call): number[] {
  return broadcastShapes(...call.inputs.flatMap((type) => (type === undefined ? [] : [type.shape])))
}
