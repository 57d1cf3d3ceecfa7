import { sizeOf } from '../../../tensor/index.ts'
import { floatsAttribute, stringAttribute } from '../../attributes.ts'
import { constantTensor, numberValues } from '../../constants.ts'
import type { Attribute, Node } from '../../graph.ts'
import { describeNode, SpecialiseError } from '../../specialise-error.ts'
import { type CanonicalContext, type CanonicalRule, constantNode, plainNode } from '../context.ts'

/** Upsample-7 and -9: a Resize with asymmetric coordinates. */
export const upsample: CanonicalRule = (node, context) => {
  const scales = floatsAttribute(node, 'scales')
  if (scales === undefined) return [asymmetric(node, node.inputs[1] ?? '', context)]
  const tensor = constantTensor('float32', [scales.length], scales)
  const [constant, name] = constantNode(context, `${node.name}_scales`, tensor)
  return [constant, asymmetric(node, name, context)]
}

/** Resize-10: scales as input 1, asymmetric coordinates. */
export const resizeOfTen: CanonicalRule = (node, context) => [asymmetric(node, node.inputs[1] ?? '', context)]

/**
 * Resize-11 and later: sizes win over empty scales, roi serves tf_crop_and_resize alone. tf_half_pixel_for_nn (11 only)
 * with floor is half_pixel with round_prefer_ceil: floor((x + 0.5) / s) = floor(((x + 0.5) / s - 0.5) + 0.5).
 */
export const resize: CanonicalRule = (node) => {
  const [x = '', roi = '', scales = '', sizes = ''] = node.inputs
  const coordinates = stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel')
  const keptRoi = coordinates === 'tf_crop_and_resize' ? roi : ''
  const inputs = sizes === '' ? [x, keptRoi, scales] : [x, keptRoi, '', sizes]
  if (coordinates !== 'tf_half_pixel_for_nn') return [{ ...node, inputs }]
  if (stringAttribute(node, 'nearest_mode', 'round_prefer_floor') !== 'floor') {
    throw new SpecialiseError(
      'unsupported-operator',
      `${describeNode(node)}: tf_half_pixel_for_nn is supported with nearest_mode floor only. Export with opset 13.`,
    )
  }
  return [{ ...node, inputs, attributes: { ...node.attributes, ...modes('half_pixel', 'round_prefer_ceil') } }]
}

function asymmetric(node: Node, scales: string, context: CanonicalContext): Node {
  const constant = context.constant(scales)
  // ONNX Runtime takes the ceiling where a Resize-10 makes the image smaller.
  const known = constant?.dataType === 'float32' && sizeOf(constant.shape) <= 32
  const shrinks = known && numberValues(constant).some((scale) => scale < 1)
  const mode = stringAttribute(node, 'mode', 'nearest')
  return plainNode('Resize', node.name, [node.inputs[0] ?? '', '', scales], node.outputs, {
    mode: { kind: 'string', value: mode === 'bilinear' ? 'linear' : mode },
    ...modes('asymmetric', shrinks ? 'ceil' : 'floor'),
  })
}

function modes(coordinates: string, nearest: string): Record<string, Attribute> {
  return {
    coordinate_transformation_mode: { kind: 'string', value: coordinates },
    nearest_mode: { kind: 'string', value: nearest },
  }
}
