import { stringAttribute } from '../../attributes.ts'
import type { CanonicalRule } from '../context.ts'

/** Scatter (9, 10) is ScatterElements. */
export const scatter: CanonicalRule = (node) => [{ ...node, opType: 'ScatterElements' }]

/** GridSample-16: bilinear and bicubic became linear and cubic. */
export const gridSample: CanonicalRule = (node) => {
  const mode = stringAttribute(node, 'mode', 'bilinear').replace(/^bi/, '')
  return [{ ...node, attributes: { ...node.attributes, mode: { kind: 'string', value: mode } } }]
}

/** RoiAlign before 16 had no half-pixel shift of its corners. */
export const roiAlign: CanonicalRule = (node) => {
  const value = 'output_half_pixel'
  return [{ ...node, attributes: { ...node.attributes, coordinate_transformation_mode: { kind: 'string', value } } }]
}
