import type { WindowModel } from '@voxproof/engine/inference'
import type { Confinement } from './confinement.ts'
import { defaultLimits, type SandboxLimits } from './limits.ts'
import { bytesOfFloats, floatsOfBytes, type RuntimeOptions, type SandboxRequest } from './protocol/index.ts'
import { memoryExceeded, SandboxConnection, saysOutOfMemory } from './sandbox-connection.ts'
import { SandboxError } from './sandbox-error.ts'

export interface SandboxOptions {
  readonly confinement: Confinement
  readonly runtime: RuntimeOptions
  readonly limits?: SandboxLimits
  /** Kills the process while the model is being read; the call then rejects with code `closed`. */
  readonly signal?: AbortSignal
}

export interface OpenOptions {
  /** [d, h, w] voxels. */
  readonly windowShape: readonly [number, number, number]
  /** C where the file leaves it open. */
  readonly channelCount: number
  /** As validation found it: `available` unless said. A model without a gradient predicts, and its `vjp` rejects. */
  readonly gradient?: 'available' | 'none' | undefined
}

/** A window model in a process of its own; `close` kills the process, also in the middle of a call. */
export interface SandboxedModel extends WindowModel {
  /** False once the process is gone; every call then rejects. */
  readonly isAlive: boolean
}

/**
 * Opens the model file in a disposable process, which decodes, checks, differentiates and loads it. Calls reject with a
 * SandboxError when the process exceeds a limit or dies. Tensors are checked for their size only: what they hold is the
 * model's word.
 */
export async function openSandboxedModel(
  bytes: Uint8Array,
  options: SandboxOptions & OpenOptions,
): Promise<SandboxedModel> {
  const limits = options.limits ?? defaultLimits
  const connection = await SandboxConnection.start(options.confinement, limits, {
    providers: options.runtime.providers,
    modelBytes: bytes.length,
  })
  const stop = stopOnAbort(connection, options.signal)
  try {
    const [depth, height, width] = options.windowShape
    const { reply } = await connection.request(
      {
        kind: 'open',
        windowShape: [depth, height, width],
        channelCount: options.channelCount,
        gradient: options.gradient ?? 'available',
        memoryBytes: limits.memoryBytes,
        runtime: options.runtime,
      },
      [bytes],
      { seconds: limits.openSeconds, payloadBytes: 0 },
    )
    if (reply.kind !== 'opened') throw errorOfReply(reply, limits)
    return windowModel(connection, reply, limits)
  } catch (error) {
    await connection.close()
    throw error
  } finally {
    stop.release()
  }
}

/** Closes the connection when the signal aborts, until released. */
export function stopOnAbort(connection: SandboxConnection, signal: AbortSignal | undefined): { release: () => void } {
  const stop = (): void => void connection.close()
  if (signal?.aborted === true) stop()
  signal?.addEventListener('abort', stop, { once: true })
  return { release: () => signal?.removeEventListener('abort', stop) }
}

interface Opened {
  readonly channelCount: number
  readonly classCount: number
  readonly windowShape: readonly [number, number, number]
}

function windowModel(connection: SandboxConnection, opened: Opened, limits: SandboxLimits): SandboxedModel {
  const { channelCount, classCount, windowShape } = opened
  const voxels = windowShape[0] * windowShape[1] * windowShape[2]
  const tensor = async (request: SandboxRequest, payloads: Float32Array[], channels: number): Promise<Float32Array> => {
    const { reply, payload } = await connection.request(request, payloads.map(bytesOfFloats), {
      seconds: limits.requestSeconds,
      payloadBytes: channels * voxels * 4,
    })
    if (reply.kind !== 'tensor') throw errorOfReply(reply, limits)
    return floatsOfBytes(payload)
  }
  return {
    channelCount,
    classCount,
    windowShape,
    get isAlive() {
      return connection.isAlive
    },
    forward: (x) => tensor({ kind: 'forward' }, [x], classCount),
    vjp: (x, dz) => tensor({ kind: 'vjp' }, [x, dz], channelCount),
    async forwardThenVjp(x, cotangent) {
      const logits = await tensor({ kind: 'forward-kept' }, [x], classCount)
      return { logits, dx: await tensor({ kind: 'vjp-kept' }, [await cotangent(logits)], channelCount) }
    },
    close: () => connection.close(),
  }
}

/** The error of a reply that is not what was asked for; its text stays in the log. */
export function errorOfReply(
  reply: { readonly kind: string; readonly message?: string },
  limits: SandboxLimits,
): SandboxError {
  const detail = `${reply.kind}: ${reply.message ?? ''}`
  if (saysOutOfMemory(detail)) return memoryExceeded(limits, detail)
  return new SandboxError('model-crashed', 'The model failed while it was run.', detail)
}
