import { isFloat, type Shape } from '../../tensor/index.ts'
import { canonicalise, canonicalOpset } from '../canonical/index.ts'
import { estimateCost } from '../cost/index.ts'
import type { Graph, Model, StaticGraph, TensorType, ValueInfo } from '../graph.ts'
import { inlineFunctions } from '../inline/inline-functions.ts'
import { SpecialiseError } from '../specialise-error.ts'
import { logitsOutput } from '../validate/model-interface.ts'
import { checkLiveBytes } from './check-budget.ts'
import { defaultSpecialiseLimits, type SpecialiseLimits } from './limits.ts'
import { makeStatic } from './make-static.ts'

/**
 * The model at one input shape: functions inlined, operators canonical, everything that follows from the shape folded,
 * the type of every value known, all in float32. Sizes are checked before anything of that size is allocated. Throws a
 * SpecialiseError whose message names the node at fault. Where a network has other outputs beside the logits, they and
 * what only they need are left out.
 */
export function specialise(model: Model, inputShape: Shape, given: Partial<SpecialiseLimits> = {}): StaticGraph {
  const limits = { ...defaultSpecialiseLimits, ...given }
  const { graph, opsets } = canonicalise(inlineFunctions(model))
  const type: TensorType = { dataType: 'float32', shape: inputShape }
  const inputs = [{ name: imageInput(graph, inputShape).name, type }]
  const logits = logitsOutput(model)?.name
  const outputs = graph.outputs.filter(({ name }) => logits === undefined || name === logits)
  const opset = opsets.get('') ?? canonicalOpset
  const result = makeStatic({ graph: { ...graph, outputs }, opset, inputs, limits })
  checkCost(result, limits)
  return result
}

function imageInput(graph: Graph, inputShape: Shape): ValueInfo {
  const inputs = graph.inputs.filter(({ name }) => !graph.initializers.has(name))
  const [input] = inputs
  if (input === undefined || inputs.length !== 1) {
    const names = inputs.map(({ name }) => name).join(', ')
    throw new SpecialiseError(
      'wrong-inputs',
      `The model has ${inputs.length} inputs (${names}); one image is expected.`,
    )
  }
  if (input.dataType === undefined || !isFloat(input.dataType)) {
    const found = input.dataType ?? input.kind
    throw new SpecialiseError(
      'wrong-data-type',
      `Input ${input.name} is ${found}; a floating-point tensor is expected.`,
    )
  }
  const declared = input.shape ?? inputShape
  const fits =
    declared.length === inputShape.length &&
    declared.every((extent, axis) => typeof extent !== 'number' || extent === inputShape[axis])
  if (fits && inputShape.every((extent) => Number.isInteger(extent) && extent > 0)) return input
  throw new SpecialiseError(
    'shape-not-supported',
    `Input ${input.name} is declared as [${declared.join(', ')}], which [${inputShape.join(', ')}] does not fit. ` +
      'Export the model with symbolic sizes or use the declared ones.',
  )
}

function checkCost(graph: StaticGraph, limits: SpecialiseLimits): void {
  const cost = estimateCost(graph)
  if (cost.flops > limits.flops) {
    throw new SpecialiseError(
      'compute-budget-exceeded',
      `One pass takes ${cost.flops.toExponential(2)} operations; ${limits.flops.toExponential(2)} are allowed.`,
    )
  }
  checkLiveBytes(cost.liveBytesEstimate, limits)
}
