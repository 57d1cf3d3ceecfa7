import { deriveVjp } from '../differentiate/index.ts'
import type { WindowModel } from '../inference/index.ts'
import { decodeModel, type Model, type StaticGraph, specialise } from '../onnx/index.ts'
import { lowerFinal, lowerForward } from '../optimize/index.ts'
import { type FloatTensor, sizeOf } from '../tensor/index.ts'
import { type GradientSessions, openGradientSessions } from './gradient-sessions.ts'
import { openJointGradientSession } from './joint-gradient-session.ts'
import { openGraph } from './open-graph.ts'
import { planGradient } from './plan-gradient.ts'
import { RuntimeError } from './runtime-error.ts'
import type { SessionOptions } from './session.ts'

export interface WindowModelOptions extends SessionOptions {
  /** [d, h, w] voxels; every dimension that the file leaves open is fixed to it. */
  readonly windowShape: readonly [number, number, number]
  /** N, 1 if absent. */
  readonly batchSize?: number | undefined
  /** C where the file leaves the channels open; 1 if absent. */
  readonly channelCount?: number | undefined
  /** False spares the gradient graph: `vjp` then throws, and operators without a gradient rule are no obstacle. */
  readonly gradient?: boolean | undefined
  /** Resident memory that the process may take, as far as it can be foretold; activations are computed again to fit. */
  readonly memoryBytes?: number | undefined
}

/**
 * Opens an uploaded file as a network at one window shape: decode, specialise, derive the vector-Jacobian product,
 * lower it to what the kernels run fastest within the memory, encode, load. Throws OnnxFormatError, SpecialiseError, NoGradientRuleError
 * or RuntimeError. Sessions live until `close`; calls must follow one another.
 */
export async function openWindowModel(file: Uint8Array, options: WindowModelOptions): Promise<WindowModel> {
  const { windowShape, batchSize = 1, gradient = true } = options
  const model = decodeModel(file)
  const channelCount = declaredChannels(model) ?? options.channelCount ?? 1
  const inputShape = [batchSize, channelCount, ...windowShape]
  const graph = lowerForward(specialise(model, inputShape))
  const input = imageInput(graph)
  const output = logitsOutput(graph, batchSize, windowShape)
  const outputShape = [batchSize, output.classCount, ...windowShape]
  const plan = gradient ? planGradient(graph, deriveVjp(graph), options.memoryBytes) : undefined
  const keepsResiduals = plan?.keepsResiduals ?? true

  const session = await openGraph(lowerFinal(graph), file, options, 'the network')
  const forward = async (x: FloatTensor): Promise<Float32Array> => {
    const { [output.name]: logits } = await session.run({ [input]: x }, [output.name])
    if (logits) return logits.data
    throw new RuntimeError('run-failed', `ONNX Runtime returned no ${output.name}.`)
  }
  const sharesHostMemory = (options.providers ?? ['cpu']).every((provider) => provider === 'cpu')
  const sessions = await openGradient().catch(async (error: unknown) => {
    await session.close()
    throw error
  })
  async function openGradient(): Promise<GradientSessions | undefined> {
    if (!plan) return undefined
    return sharesHostMemory && keepsResiduals
      ? openGradientSessions(plan.joint, file, options)
      : openJointGradientSession(plan.joint, file, { ...options, forward })
  }
  const differentiable = (): GradientSessions => {
    if (sessions) return sessions
    throw new RuntimeError('no-gradient-graph', 'The model was opened without its gradient; open it with gradient.')
  }
  return {
    channelCount,
    classCount: output.classCount,
    windowShape,
    batchSize,
    forward: async (x) => forward(tensor('x', inputShape, x)),
    vjp: async (x, dz) => differentiable().vjp(tensor('x', inputShape, x), tensor('dz', outputShape, dz)),
    async forwardThenVjp(x, cotangent) {
      const logits = await differentiable().forward(tensor('x', inputShape, x))
      const dz = await cotangent(logits)
      return { logits, dx: await differentiable().backward(tensor('dz', outputShape, dz)) }
    },
    async close() {
      await session.close()
      await sessions?.close()
    },
  }
}

function declaredChannels(model: Model): number | undefined {
  const { inputs, initializers } = model.graph
  const channels = inputs.find(({ name }) => !initializers.has(name))?.shape?.[1]
  return typeof channels === 'number' ? channels : undefined
}

function imageInput(graph: StaticGraph): string {
  const [input, ...others] = graph.inputs
  if (input && others.length === 0) return input.name
  throw new RuntimeError('model-not-loadable', `The network has ${graph.inputs.length} inputs; one image is expected.`)
}

function logitsOutput(
  graph: StaticGraph,
  batchSize: number,
  windowShape: readonly number[],
): { name: string; classCount: number } {
  const name = graph.outputs[0]?.name ?? ''
  const shape = graph.types.get(name)?.shape ?? []
  const [batch, classCount = 0, ...spatial] = shape
  if (batch === batchSize && classCount > 0 && spatial.join() === windowShape.join()) return { name, classCount }
  const expected = `[${batchSize}, K, ${windowShape.join(', ')}]`
  throw new RuntimeError(
    'model-not-loadable',
    `Output ${name} has shape [${shape.join(', ')}]; logits ${expected} are expected for this window.`,
  )
}

function tensor(name: string, shape: readonly number[], data: Float32Array): FloatTensor {
  if (data.length === sizeOf(shape)) return { shape, data }
  throw new RangeError(`${name} holds ${data.length} values; shape [${shape.join(', ')}] needs ${sizeOf(shape)}.`)
}
