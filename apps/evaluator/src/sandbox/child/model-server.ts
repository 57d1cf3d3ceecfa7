import type { Writable } from 'node:stream'
import type { WindowModel } from '@voxproof/engine/inference'
import { openWindowModel } from '@voxproof/engine/runtime'
import {
  bytesOfFloats,
  encodeFrameHead,
  type Frame,
  floatsOfBytes,
  requestSchema,
  type SandboxReply,
  type SandboxRequest,
} from '../protocol/index.ts'
import { inspect } from './inspect.ts'
import { rejectionReply } from './rejection-reply.ts'

type Answer = { readonly reply: SandboxReply; readonly tensor?: Float32Array }

/** Answers requests in the order of their arrival; keeps one open model and the forward pass that awaits its gradient. */
export class ModelServer {
  readonly #output: Writable
  #turn: Promise<void> = Promise.resolve()
  #model: WindowModel | undefined
  #kept: KeptPass | undefined

  constructor(output: Writable) {
    this.#output = output
  }

  accept(frame: Frame): void {
    this.#turn = this.#turn.then(async () => {
      const { reply, tensor } = await this.#answer(frame).catch((error: unknown) => ({
        reply: failed(error),
        tensor: undefined,
      }))
      const payload = tensor === undefined ? new Uint8Array() : bytesOfFloats(tensor)
      this.#output.write(encodeFrameHead(reply, payload.byteLength))
      if (payload.byteLength > 0) this.#output.write(payload)
    })
  }

  async #answer(frame: Frame): Promise<Answer> {
    const request = requestSchema.parse(frame.header)
    if (request.kind === 'open') return { reply: await this.#open(frame.payload, request) }
    if (request.kind === 'inspect') return { reply: await inspect(frame.payload, request) }
    return { reply: { kind: 'tensor' }, tensor: await this.#run(request, floatsOfBytes(frame.payload)) }
  }

  async #open(bytes: Uint8Array, request: Extract<SandboxRequest, { kind: 'open' }>): Promise<SandboxReply> {
    try {
      const { windowShape, runtime } = request
      const model = await openWindowModel(bytes, {
        windowShape,
        channelCount: request.channelCount,
        gradient: request.gradient === 'available',
        memoryBytes: request.memoryBytes,
        providers: runtime.providers,
        threads: runtime.threads,
      })
      this.#model = model
      const [depth, height, width] = model.windowShape
      return {
        kind: 'opened',
        channelCount: model.channelCount,
        classCount: model.classCount,
        windowShape: [depth, height, width],
      }
    } catch (error) {
      return rejectionReply(error)
    }
  }

  async #run(
    request: { readonly kind: 'forward' | 'forward-kept' | 'vjp' | 'vjp-kept' },
    values: Float32Array,
  ): Promise<Float32Array> {
    const model = this.#model
    if (model === undefined) throw new Error(`A ${request.kind} request came before open.`)
    const [depth, height, width] = model.windowShape
    const volumeLength = model.channelCount * depth * height * width
    if (request.kind === 'forward') return model.forward(values)
    if (request.kind === 'forward-kept') {
      this.#kept = keptPass(model, values)
      return this.#kept.logits
    }
    if (request.kind === 'vjp') return model.vjp(values.subarray(0, volumeLength), values.subarray(volumeLength))
    const kept = this.#kept
    if (kept === undefined) throw new Error('A vjp-kept request came before forward-kept.')
    this.#kept = undefined
    return kept.gradient(values)
  }
}

interface KeptPass {
  readonly logits: Promise<Float32Array>
  /** dx for dz; asked once. */
  gradient(dz: Float32Array): Promise<Float32Array>
}

/** A forward pass that waits for the gradient at its logits, so that the network need not run for it again. */
function keptPass(model: WindowModel, x: Float32Array): KeptPass {
  const logits = Promise.withResolvers<Float32Array>()
  const cotangent = Promise.withResolvers<Float32Array>()
  const pass = model.forwardThenVjp(x, (z) => {
    logits.resolve(z)
    return cotangent.promise
  })
  pass.catch(logits.reject)
  return {
    logits: logits.promise,
    async gradient(dz) {
      cotangent.resolve(dz)
      return (await pass).dx
    },
  }
}

function failed(error: unknown): SandboxReply {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { kind: 'failed', message: text.slice(0, 4000) }
}
