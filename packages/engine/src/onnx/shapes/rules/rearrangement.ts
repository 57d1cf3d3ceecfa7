import { broadcastShapes, type Shape, sizeOf } from '../../../tensor/index.ts'
import { intAttribute, intsAttribute, stringAttribute } from '../../attributes.ts'
import { axisOf, type Call, dataTypeOf, extent, fail, knownValues, rankCap, shapeOf, type TypeRule } from '../call.ts'

/** Reshape: -1 takes the rest, 0 copies the input's extent unless allowzero is 1. */
export const reshape: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const wanted = knownValues(call, 1, 'the new shape') ?? intsAttribute(call.node, 'shape') ?? []
  const copiesZero = intAttribute(call.node, 'allowzero', 0) === 0
  const shape = wanted.map((value, axis) => (value === 0 && copiesZero ? extent(call, x, axis) : value))
  const known = sizeOf(shape.filter((value) => value !== -1))
  const rest = known === 0 ? 0 : sizeOf(x) / known
  const result = shape.map((value) => (value === -1 ? rest : value))
  if (sizeOf(result) !== sizeOf(x) || result.some((value) => value < 0 || !Number.isInteger(value))) {
    fail(call, `[${x.join(', ')}] cannot become [${wanted.join(', ')}].`)
  }
  return [{ dataType: dataTypeOf(call, 0), shape: result }]
}

/** Flatten: two axes, split before `axis`. */
export const flatten: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const given = intAttribute(call.node, 'axis', 1)
  const axis = given < 0 ? given + x.length : given
  return [{ dataType: dataTypeOf(call, 0), shape: [sizeOf(x.slice(0, axis)), sizeOf(x.slice(axis))] }]
}

/** Squeeze: removes the given axes of extent 1, or all of them. */
export const squeeze: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const given = intsAttribute(call.node, 'axes') ?? knownValues(call, 1, 'axes')
  const axes = given?.map((axis) => axisOf(call, axis, x.length))
  const dropped = axes ?? x.flatMap((size, axis) => (size === 1 ? [axis] : []))
  if (dropped.some((axis) => x[axis] !== 1)) fail(call, `axes [${dropped.join(', ')}] of [${x.join(', ')}] are not 1.`)
  return [{ dataType: dataTypeOf(call, 0), shape: x.filter((_, axis) => !dropped.includes(axis)) }]
}

/** Unsqueeze: inserts axes of extent 1 at the given places of the result. */
export const unsqueeze: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const given = intsAttribute(call.node, 'axes') ?? knownValues(call, 1, 'axes') ?? []
  const rank = x.length + given.length
  if (rank > rankCap) fail(call, `it would make a tensor of rank ${rank}; ${rankCap} is allowed.`)
  const axes = given.map((axis) => axisOf(call, axis, rank))
  if (new Set(axes).size !== axes.length) fail(call, `axes [${given.join(', ')}] repeat.`, 'malformed-model')
  const rest = [...x]
  return [
    {
      dataType: dataTypeOf(call, 0),
      shape: Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : (rest.shift() ?? 1))),
    },
  ]
}

/** Transpose: axes permuted, reversed by default. */
export const transpose: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const perm = intsAttribute(call.node, 'perm') ?? x.map((_, axis) => x.length - 1 - axis)
  if (perm.length !== x.length || new Set(perm).size !== x.length) {
    fail(call, `perm [${perm.join(', ')}] does not permute the axes of [${x.join(', ')}].`, 'malformed-model')
  }
  return [{ dataType: dataTypeOf(call, 0), shape: perm.map((axis) => extent(call, x, axis)) }]
}

/** Expand: broadcast with the given shape. */
export const expand: TypeRule = (call) => [
  {
    dataType: dataTypeOf(call, 0),
    shape: broadcastShapes(shapeOf(call, 0), knownValues(call, 1, 'the new shape') ?? []),
  },
]

/** Tile: every extent times its repeats. */
export const tile: TypeRule = (call) => {
  const repeats = knownValues(call, 1, 'repeats') ?? []
  const x = shapeOf(call, 0)
  if (repeats.length !== x.length) fail(call, `${repeats.length} repeats for ${x.length} axes.`, 'malformed-model')
  return [{ dataType: dataTypeOf(call, 0), shape: x.map((size, axis) => size * (repeats[axis] ?? 1)) }]
}

/** DepthToSpace: [N, C, H, W] to [N, C/b^2, bH, bW]; likewise for other numbers of spatial axes. */
export const depthToSpace: TypeRule = (call) => {
  const block = blockOf(call)
  const [n = 1, c = 1, ...spatial] = shapeOf(call, 0)
  const shape = [n, c / block ** spatial.length, ...spatial.map((size) => size * block)]
  return [{ dataType: dataTypeOf(call, 0), shape: whole(call, shape) }]
}

/** SpaceToDepth: [N, C, H, W] to [N, b^2 C, H/b, W/b]. */
export const spaceToDepth: TypeRule = (call) => {
  const block = blockOf(call)
  const [n = 1, c = 1, ...spatial] = shapeOf(call, 0)
  const shape = [n, c * block ** spatial.length, ...spatial.map((size) => size / block)]
  return [{ dataType: dataTypeOf(call, 0), shape: whole(call, shape) }]
}

/** Col2Im: columns [N, C * kernel, L] to the image [N, C, image_shape]. */
export const columnsToImage: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const image = knownValues(call, 1, 'image_shape') ?? []
  const kernel = knownValues(call, 2, 'block_shape') ?? []
  const shape = [extent(call, x, 0), extent(call, x, 1) / sizeOf(kernel), ...image]
  return [{ dataType: dataTypeOf(call, 0), shape: whole(call, shape) }]
}

function blockOf(call: Call): number {
  const block = intAttribute(call.node, 'blocksize', 0)
  if (block < 1) fail(call, `blocksize ${block} is not positive (mode ${stringAttribute(call.node, 'mode', 'DCR')}).`)
  return block
}

function whole(call: Call, shape: Shape): Shape {
  if (shape.every(Number.isInteger)) return shape
  return fail(call, `the extents of x are not divisible as the operator needs: it would make [${shape.join(', ')}].`)
}
