import type { DataType } from '../../tensor/index.ts'
import type { Model, ValueInfo } from '../graph.ts'
import { listed, type ModelIssue } from './issue.ts'

/** A volume is [N, C, D, H, W], logits are [N, K, D, H, W]. */
const volumeRank = 5
const channelAxis = 1

/** Inputs that a caller has to feed: those without an initializer (before IR 4 all initializers are inputs as well). */
export function fedInputs(model: Model): readonly ValueInfo[] {
  return model.graph.inputs.filter((input) => !model.graph.initializers.has(input.name))
}

/** The one image input; undefined where there is none or more than one. */
export function imageInput(model: Model): ValueInfo | undefined {
  const inputs = fedInputs(model)
  return inputs.length === 1 ? inputs[0] : undefined
}

/**
 * The output that holds the logits: the only output, or the only one declared with rank 5 where a network has others
 * (a classification head). Undefined where that is ambiguous, as with deep supervision.
 */
export function logitsOutput(model: Model): ValueInfo | undefined {
  const { outputs } = model.graph
  if (outputs.length === 1) return outputs[0]
  const volumes = outputs.filter((output) => output.shape === undefined || output.shape.length === volumeRank)
  return volumes.length === 1 ? volumes[0] : undefined
}

/** What stands against the declared image input. Networks in half precision are evaluated in float32. */
export function inputIssues(model: Model): readonly ModelIssue[] {
  const inputs = fedInputs(model)
  const image = imageInput(model)
  if (image === undefined) {
    const found = inputs.length === 0 ? 'none' : `${inputs.length}: ${listed(inputs.map((input) => input.name))}`
    return [
      {
        code: 'wrong-inputs',
        message: `The model must have one input, the image [N, C, D, H, W]; found ${found}. Export a network that takes the image alone.`,
      },
    ]
  }
  if (image.kind !== 'tensor') {
    return [{ code: 'wrong-inputs', message: `Input "${image.name}" is a ${image.kind} value, expected a tensor.` }]
  }
  const issues: ModelIssue[] = []
  if (image.dataType === undefined || !floatTypes.has(image.dataType)) {
    issues.push({
      code: 'wrong-data-type',
      message: `Input "${image.name}" has elements of type ${image.dataType ?? 'undeclared'}, expected float32, float16 or bfloat16. Convert the network with model.float() and export it again.`,
    })
  }
  return [...issues, ...volumeIssues('Input', image, 'wrong-inputs')]
}

/** What stands against the declared outputs. */
export function outputIssues(model: Model): readonly ModelIssue[] {
  const { outputs } = model.graph
  const logits = logitsOutput(model)
  if (logits === undefined) {
    const names = outputs.map((output) => `${output.name}${shapeText(output)}`)
    const found = outputs.length === 0 ? 'none' : `${outputs.length}: ${listed(names)}`
    return [
      {
        code: 'wrong-outputs',
        message: `The model must have one output of rank 5, the logits [N, K, D, H, W]; found ${found}. Export the full-resolution logits alone (deep supervision off).`,
      },
    ]
  }
  if (logits.kind !== 'tensor' && logits.kind !== 'unknown') {
    return [{ code: 'wrong-outputs', message: `Output "${logits.name}" is a ${logits.kind} value, expected a tensor.` }]
  }
  const issues: ModelIssue[] = []
  if (logits.dataType !== undefined && !floatTypes.has(logits.dataType)) {
    issues.push({
      code: 'wrong-data-type',
      message: `Output "${logits.name}" has elements of type ${logits.dataType}, expected float32 logits. Export the network without the final argmax or threshold.`,
    })
  }
  if (logits.shape === undefined) return issues
  return [...issues, ...volumeIssues('Output', logits, 'wrong-outputs')]
}

const floatTypes: ReadonlySet<DataType> = new Set(['float32', 'float16', 'bfloat16'])

function shapeText({ shape }: ValueInfo): string {
  return shape === undefined ? '[?]' : `[${shape.map((extent) => extent ?? '?').join(', ')}]`
}

function volumeIssues(role: string, value: ValueInfo, code: 'wrong-inputs' | 'wrong-outputs'): readonly ModelIssue[] {
  const { shape, name } = value
  const expected = role === 'Input' ? '[N, C, D, H, W]' : '[N, K, D, H, W]'
  if (shape === undefined || shape.length !== volumeRank) {
    const rank = shape === undefined ? 'no declared shape' : `shape ${shapeText(value)} of rank ${shape.length}`
    return [
      {
        code: 'wrong-rank',
        message: `${role} "${name}" has ${rank}, expected rank 5: ${expected}. Only networks on volumes are evaluated.`,
      },
    ]
  }
  if (shape[channelAxis] === 0) {
    return [{ code, message: `${role} "${name}" has no channels: ${shapeText(value)}, expected ${expected}.` }]
  }
  if (shape.includes(0)) {
    return [
      {
        code: 'shape-not-supported',
        message: `${role} "${name}" is empty: ${shapeText(value)}. Declare sizes above 0, or symbolic ones.`,
      },
    ]
  }
  return []
}
