import type { Shape } from '../../../tensor/index.ts'
import { intsAttribute, stringAttribute } from '../../attributes.ts'
import { axisOf, type Call, dataTypeOf, extent, fail, knownValues, shapeOf, type TypeRule } from '../call.ts'

/**
 * Resize (opset 11 on): scales (input 2) or sizes (input 3) for all axes or for those in `axes`. Cubic interpolation in
 * other than two dimensions is refused: ONNX Runtime has no kernel for it, in any opset.
 */
export const resize: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  if (stringAttribute(call.node, 'mode', 'nearest') === 'cubic' && x.length !== 4 && x.length !== 2) {
    const found = `it interpolates cubically over a tensor of rank ${x.length}, which ONNX Runtime does for rank 4 and 2 alone.`
    fail(call, `${found} Interpolate linearly, or one pair of axes after the other.`, 'unsupported-operator')
  }
  const axes = (intsAttribute(call.node, 'axes') ?? x.map((_, axis) => axis)).map((a) => axisOf(call, a, x.length))
  const sizes = call.node.inputs[3] ? knownValues(call, 3, 'sizes') : undefined
  const scales = knownValues(call, 2, 'scales') ?? []
  const result = [...x]
  if (sizes !== undefined && sizes.length > 0) {
    const scale = sharedScale(call, x, axes, sizes)
    for (const [index, axis] of axes.entries()) {
      result[axis] = scale === undefined ? (sizes[index] ?? 0) : Math.round(scale * extent(call, x, axis))
    }
  } else {
    if (scales.length !== axes.length) fail(call, `${scales.length} scales for ${axes.length} axes.`, 'malformed-model')
    for (const [index, axis] of axes.entries()) {
      result[axis] = Math.floor(extent(call, x, axis) * Math.fround(scales[index] ?? 1))
    }
  }
  return [{ dataType: dataTypeOf(call, 0), shape: result }]
}

/** GridSample: [N, C] and the spatial extents of the grid [N, spatial', rank]. */
export const gridSample: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const grid = shapeOf(call, 1)
  if (grid.length !== x.length || grid.at(-1) !== x.length - 2) {
    fail(call, `grid [${grid.join(', ')}] does not fit x [${x.join(', ')}].`)
  }
  return [{ dataType: dataTypeOf(call, 0), shape: [...x.slice(0, 2), ...grid.slice(1, -1)] }]
}

/** AffineGrid: size [N, C, spatial] to the grid [N, spatial, rank]. */
export const affineGrid: TypeRule = (call) => {
  const [n = 1, , ...spatial] = knownValues(call, 1, 'size') ?? []
  return [{ dataType: dataTypeOf(call, 0), shape: [n, ...spatial, spatial.length] }]
}

function sharedScale(call: Call, x: Shape, axes: readonly number[], sizes: readonly number[]): number | undefined {
  const policy = stringAttribute(call.node, 'keep_aspect_ratio_policy', 'stretch')
  if (policy === 'stretch') return undefined
  const ratios = axes.map((axis, index) => (sizes[index] ?? 0) / extent(call, x, axis))
  return policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios)
}
