import { deriveVjp } from '../differentiate/index.ts'
import type { WindowModel } from '../inference/index.ts'
import { decodeModel, encodeModel, type Model, type StaticGraph, specialise } from '../onnx/index.ts'
import { sizeOf } from '../tensor/index.ts'
import { RuntimeError } from './runtime-error.ts'
import { openSession, type SessionOptions } from './session.ts'

export interface WindowModelOptions extends SessionOptions {
  /** [d, h, w] voxels; every dimension that the file leaves open is fixed to it. */
  readonly windowShape: readonly [number, number, number]
  /** N, 1 if absent. */
  readonly batchSize?: number | undefined
  /** C where the file leaves the channels open; 1 if absent. */
  readonly channelCount?: number | undefined
  /** False spares the gradient graph: `vjp` then throws, and operators without a gradient rule are no obstacle. */
  readonly gradient?: boolean | undefined
}

/**
 * Opens an uploaded file as a network at one window shape: decode, specialise, derive the vector-Jacobian product,
 * encode, load. Throws OnnxFormatError, SpecialiseError, NoGradientRuleError or RuntimeError. Sessions live until
 * `close`; calls must follow one another.
 */
export async function openWindowModel(bytes: Uint8Array, options: WindowModelOptions): Promise<WindowModel> {
  const { windowShape, batchSize = 1, gradient = true } = options
  const model = decodeModel(bytes)
  const channelCount = declaredChannels(model) ?? options.channelCount ?? 1
  const inputShape = [batchSize, channelCount, ...windowShape]
  const graph = specialise(model, inputShape)
  const input = imageInput(graph)
  const output = logitsOutput(graph, batchSize, windowShape)
  const outputShape = [batchSize, output.classCount, ...windowShape]
  const joint = gradient ? deriveVjp(graph) : undefined

  const forwardSession = await openSession(encode(graph), options, 'the network')
  const jointSession = joint
    ? await openSession(encode(joint), options, "the network's gradient graph").catch(async (error: unknown) => {
        await forwardSession.close()
        throw error
      })
    : undefined
  const forward = async (x: Float32Array): Promise<Float32Array> => {
    const feeds = { [input]: tensor('x', inputShape, x) }
    return only(await forwardSession.run(feeds, [output.name]), output.name)
  }
  const cotangent = joint?.inputs[1]?.name ?? ''
  const gradientName = joint?.outputs[1]?.name ?? ''
  const vjp = async (x: Float32Array, dz: Float32Array): Promise<Float32Array> => {
    if (!jointSession) {
      throw new RuntimeError('no-gradient-graph', 'The model was opened without its gradient; open it with gradient.')
    }
    const feeds = { [input]: tensor('x', inputShape, x), [cotangent]: tensor('dz', outputShape, dz) }
    return only(await jointSession.run(feeds, [gradientName]), gradientName)
  }
  return {
    channelCount,
    classCount: output.classCount,
    windowShape,
    batchSize,
    forward,
    vjp,
    async forwardThenVjp(x, cotangentOf) {
      const logits = await forward(x)
      return { logits, dx: await vjp(x, cotangentOf(logits)) }
    },
    async close() {
      await forwardSession.close()
      await jointSession?.close()
    },
  }
}

function encode(graph: StaticGraph): Uint8Array {
  return encodeModel({ graph, opsets: new Map([['', graph.opset]]), irVersion: graph.opset < 23 ? 10 : 13 })
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

function tensor(name: string, shape: readonly number[], data: Float32Array) {
  if (data.length === sizeOf(shape)) return { shape, data }
  throw new RangeError(`${name} holds ${data.length} values; shape [${shape.join(', ')}] needs ${sizeOf(shape)}.`)
}

function only(results: Readonly<Record<string, { readonly data: Float32Array }>>, name: string): Float32Array {
  const result = results[name]
  if (result) return result.data
  throw new RuntimeError('run-failed', `ONNX Runtime returned no ${name}.`)
}
