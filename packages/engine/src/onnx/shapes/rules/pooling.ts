import { intAttribute, intsAttribute } from '../../attributes.ts'
import { type Call, dataTypeOf, extent, fail, knownValues, shapeOf, type TypeRule } from '../call.ts'
import { perAxis, windowedExtents, windowOf } from '../window.ts'

/** AveragePool, LpPool: [N, C, spatial] to [N, C, spatial']. */
export const pool: TypeRule = (call) => [{ dataType: dataTypeOf(call, 0), shape: pooledShape(call) }]

/** MaxPool: the maxima and, on demand, their flat indices. */
export const maxPool: TypeRule = (call) => {
  const shape = pooledShape(call)
  return [
    { dataType: dataTypeOf(call, 0), shape },
    { dataType: 'int64', shape },
  ]
}

/** GlobalAveragePool, GlobalMaxPool, GlobalLpPool: every spatial axis becomes 1. */
export const globalPool: TypeRule = (call) => [
  { dataType: dataTypeOf(call, 0), shape: shapeOf(call, 0).map((size, axis) => (axis < 2 ? size : 1)) },
]

/** MaxUnpool: the inverse of MaxPool's extents, or the given output_shape. */
export const maxUnpool: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const rank = x.length - 2
  const given = knownValues(call, 2, 'output_shape')
  if (given !== undefined) return [{ dataType: dataTypeOf(call, 0), shape: given }]
  const kernel = perAxis(call, 'kernel_shape', rank, 1)
  const strides = perAxis(call, 'strides', rank, 1)
  const pads = intsAttribute(call.node, 'pads') ?? []
  const spatial = x.slice(2).map((size, axis) => {
    const padding = (pads[axis] ?? 0) + (pads[axis + rank] ?? 0)
    return (size - 1) * (strides[axis] ?? 1) + (kernel[axis] ?? 1) - padding
  })
  return [{ dataType: dataTypeOf(call, 0), shape: [...x.slice(0, 2), ...spatial] }]
}

/** MaxRoiPool: [rois, C, pooled_shape]. */
export const maxRoiPool: TypeRule = (call) => [
  {
    dataType: dataTypeOf(call, 0),
    shape: [
      extent(call, shapeOf(call, 1), 0),
      extent(call, shapeOf(call, 0), 1),
      ...(intsAttribute(call.node, 'pooled_shape') ?? fail(call, 'pooled_shape is missing.', 'malformed-model')),
    ],
  },
]

/** RoiAlign: [rois, C, output_height, output_width]. */
export const roiAlign: TypeRule = (call) => [
  {
    dataType: dataTypeOf(call, 0),
    shape: [
      extent(call, shapeOf(call, 1), 0),
      extent(call, shapeOf(call, 0), 1),
      intAttribute(call.node, 'output_height', 1),
      intAttribute(call.node, 'output_width', 1),
    ],
  },
]

function pooledShape(call: Call): number[] {
  const x = shapeOf(call, 0)
  const spatial = x.slice(2)
  const kernel = intsAttribute(call.node, 'kernel_shape') ?? fail(call, 'kernel_shape is missing.', 'malformed-model')
  const window = windowOf(call, spatial, kernel)
  const ceilMode = intAttribute(call.node, 'ceil_mode', 0) === 1
  return [...x.slice(0, 2), ...windowedExtents(call, spatial, window, ceilMode)]
}
