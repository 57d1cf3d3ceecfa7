import { type Inspection, inspectionSchema, type Rejection, rejectionSchema } from '@voxproof/schema'
import { defaultLimits } from './limits.ts'
import { errorOfReply, type SandboxOptions, stopOnAbort } from './open-sandboxed-model.ts'
import type { InspectRequest } from './protocol/index.ts'
import { SandboxConnection } from './sandbox-connection.ts'
import { SandboxError } from './sandbox-error.ts'

export type InspectionOutcome =
  | { readonly kind: 'accepted'; readonly inspection: Inspection }
  | { readonly kind: 'rejected'; readonly rejection: Rejection }

/**
 * Reads and tries a model file in a disposable process: decode, check, fit the dataset's channels, classes and window,
 * derive the gradient, run once, compare the gradient with finite differences. What the file is guilty of, budgets and
 * crashes included, comes back as a rejection; what the evaluator is guilty of throws.
 */
export async function inspectInSandbox(
  bytes: Uint8Array,
  fit: Pick<InspectRequest, 'windowShape' | 'channelCount' | 'classCount'>,
  options: SandboxOptions,
): Promise<InspectionOutcome> {
  const limits = options.limits ?? defaultLimits
  const connection = await SandboxConnection.start(options.confinement, limits, {
    providers: options.runtime.providers,
    modelBytes: bytes.length,
  })
  const stop = stopOnAbort(connection, options.signal)
  const budget = { memoryBytes: limits.memoryBytes, flops: flopBudget }
  try {
    const { reply } = await connection.request({ kind: 'inspect', ...fit, budget, runtime: options.runtime }, [bytes], {
      seconds: limits.openSeconds,
      payloadBytes: 0,
    })
    if (reply.kind === 'inspected') return { kind: 'accepted', inspection: inspectionSchema.parse(reply.inspection) }
    if (reply.kind === 'rejected') {
      return { kind: 'rejected', rejection: rejectionSchema.parse({ code: reply.code, message: reply.message }) }
    }
    throw errorOfReply(reply, limits)
  } catch (error) {
    return { kind: 'rejected', rejection: rejectionOf(error) }
  } finally {
    stop.release()
    await connection.close()
  }
}

/** Floating-point operations of one forward pass at the window: about ten times SwinUNETR-48 at 96^3. */
const flopBudget = 2e13

/** A model that breaks its budget or its process is rejected; an error of the evaluator's own is thrown on. */
function rejectionOf(error: unknown): Rejection {
  if (error instanceof SandboxError) {
    const { code, message } = error
    if (code === 'time-budget-exceeded' || code === 'memory-budget-exceeded' || code === 'model-crashed') {
      return { code, message }
    }
  }
  throw error
}
