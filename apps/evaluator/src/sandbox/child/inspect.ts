import {
  decodeModel,
  estimateCost,
  imageInput,
  type Model,
  operatorHistogram,
  type StaticGraph,
  specialise,
  validateModel,
} from '@voxproof/engine/onnx'
import { openForAttack, readGradient } from '@voxproof/engine/runtime'
import type { Inspected, InspectRequest, SandboxReply } from '../protocol/index.ts'
import { rejected, rejectionReply } from './rejection-reply.ts'

/**
 * Everything that must hold before a model takes part on a dataset, cheapest first: the file is well formed and allowed,
 * its channels and classes fit, its shapes are static and within budget, it loads, its output is finite. The first that
 * fails is the answer. What is doubtful about its gradient is no reason to refuse it and stands in the inspection.
 */
export async function inspect(bytes: Uint8Array, request: InspectRequest): Promise<SandboxReply> {
  try {
    const model = decodeModel(bytes)
    const [issue] = validateModel(model)
    if (issue !== undefined) return rejected(issue.code, issue.message)
    return fit(model, request) ?? (await tryOut(bytes, model, request))
  } catch (error) {
    return rejectionReply(error)
  }
}

type Rejected = SandboxReply | undefined

/** The channel count that the file declares must be the dataset's; a symbolic one is settled by the window. */
function fit(model: Model, request: InspectRequest): Rejected {
  const channels = imageInput(model)?.shape?.[1]
  if (typeof channels !== 'number' || channels === request.channelCount) return undefined
  return rejected(
    'channel-count-mismatch',
    `The model's input has ${channels} channels; the dataset's volumes have ${request.channelCount}.`,
  )
}

async function tryOut(bytes: Uint8Array, model: Model, request: InspectRequest): Promise<SandboxReply> {
  const { windowShape, dynamicSpatial } = windowOf(model, request)
  const inputShape = [1, request.channelCount, ...windowShape]
  const graph = specialise(model, inputShape)
  const cost = estimateCost(graph)
  const over = overBudget(cost, request)
  if (over !== undefined) return over
  const outputShape = outputShapeOf(graph, inputShape, request)
  if (!Array.isArray(outputShape)) return outputShape
  const { memoryBytes } = request.budget
  const options = { windowShape, channelCount: request.channelCount, memoryBytes, ...request.runtime }
  const opened = await openForAttack(bytes, options)
  const outcome = await readGradient(opened, { ...request.runtime, graph, file: bytes }).finally(() =>
    opened.model.close(),
  )
  if (outcome.kind === 'non-finite') {
    return rejected(
      'non-finite-output',
      `The output holds ${outcome.value} for an input within [0, 1]; finite logits are expected.`,
    )
  }
  const inspection: Inspected = {
    irVersion: model.irVersion,
    opset: model.opsets.get('') ?? graph.opset,
    producer: model.producer.slice(0, 200),
    parameters: cost.parameterCount,
    flops: cost.flops,
    operators: Object.fromEntries(operatorHistogram(model)),
    inputShape,
    outputShape,
    dynamicSpatial,
    classCount: request.classCount,
    channelCount: request.channelCount,
    reading: outcome.reading,
  }
  return { kind: 'inspected', inspection }
}

/** D, H, W as the file fixes them, else the dataset's window, axis by axis. */
function windowOf(
  model: Model,
  request: InspectRequest,
): { windowShape: [number, number, number]; dynamicSpatial: boolean } {
  const declared = imageInput(model)?.shape?.slice(2) ?? []
  const extent = (axis: 0 | 1 | 2): number => {
    const fixed = declared[axis]
    return typeof fixed === 'number' ? fixed : request.windowShape[axis]
  }
  return {
    windowShape: [extent(0), extent(1), extent(2)],
    dynamicSpatial: declared.every((size) => typeof size !== 'number'),
  }
}

function overBudget(cost: { flops: number; liveBytesEstimate: number }, { budget }: InspectRequest): Rejected {
  if (cost.liveBytesEstimate > budget.memoryBytes) {
    return rejected(
      'memory-budget-exceeded',
      `One pass would hold about ${gibibytes(cost.liveBytesEstimate)} GiB of tensors; the budget is ${gibibytes(budget.memoryBytes)} GiB. A smaller window or fewer channels would fit.`,
    )
  }
  if (cost.flops > budget.flops) {
    return rejected(
      'compute-budget-exceeded',
      `One forward pass would take ${cost.flops.toExponential(2)} operations; the budget is ${budget.flops.toExponential(2)}.`,
    )
  }
  return undefined
}

function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1)
}

/** [1, K, D, H, W] with K and D, H, W as the dataset and the input have them, else the rejection. */
function outputShapeOf(graph: StaticGraph, input: readonly number[], request: InspectRequest): number[] | SandboxReply {
  const name = graph.outputs[0]?.name ?? ''
  const shape = graph.types.get(name)?.shape ?? []
  if (shape.length !== 5) {
    return rejected(
      'wrong-rank',
      `The output ${name} has the shape [${shape.join(', ')}]; logits [N, K, D, H, W] are expected.`,
    )
  }
  if (shape[1] !== request.classCount) {
    return rejected(
      'class-count-mismatch',
      `The model's output has ${shape[1]} classes; the dataset has ${request.classCount}, background included.`,
    )
  }
  if ([0, 2, 3, 4].some((axis) => shape[axis] !== input[axis])) {
    return rejected(
      'wrong-outputs',
      `The output has the shape [${shape.join(', ')}] for an input of [${input.join(', ')}]; one logit per class and voxel is expected.`,
    )
  }
  return [...shape]
}
