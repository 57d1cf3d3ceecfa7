import { gradientReadingSchema } from '@voxproof/engine/differentiate'
import { z } from 'zod'

const extent = z.number().int().min(1).max(4096)
const windowShape = z.tuple([extent, extent, extent])
const count = z.number().int().min(1).max(4096)

/** How the sandboxed process runs ONNX Runtime. */
export const runtimeOptionsSchema = z.object({
  providers: z
    .array(z.enum(['cpu', 'cuda', 'webgpu']))
    .min(1)
    .max(3),
  threads: z.number().int().min(1).max(256),
})
export type RuntimeOptions = z.infer<typeof runtimeOptionsSchema>

/**
 * What the evaluator asks of a sandboxed process, one request at a time. `open` and `inspect` carry the model file as
 * payload, `forward` and `vjp` the volume x, `vjp` followed by dz; `forward-kept` is a `forward` that
 * keeps what the gradient needs, and `vjp-kept` the gradient there, with dz alone.
 */
export const requestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    windowShape,
    channelCount: count,
    /** `none`: the model is only to predict. */
    gradient: z.enum(['available', 'none']),
    memoryBytes: z.number().positive(),
    runtime: runtimeOptionsSchema,
  }),
  z.object({
    kind: z.literal('inspect'),
    /** Window to use where the file leaves D, H, W open; a fixed one in the file wins. */
    windowShape,
    channelCount: count,
    classCount: count,
    budget: z.object({ memoryBytes: z.number().positive(), flops: z.number().positive() }),
    runtime: runtimeOptionsSchema,
  }),
  z.object({ kind: z.literal('forward') }),
  z.object({ kind: z.literal('forward-kept') }),
  z.object({ kind: z.literal('vjp') }),
  z.object({ kind: z.literal('vjp-kept') }),
])
export type SandboxRequest = z.infer<typeof requestSchema>
export type InspectRequest = Extract<SandboxRequest, { kind: 'inspect' }>
export type OpenRequest = Extract<SandboxRequest, { kind: 'open' }>

const code = z.string().regex(/^[a-z-]{1,40}$/)
const dimension = z.number().int().positive()

/** What was read from the model and tried on it; fields as in the schema's inspection. */
export const inspectedSchema = z.object({
  irVersion: z.number().int(),
  opset: z.number().int(),
  producer: z.string().max(200),
  parameters: z.number().int().nonnegative(),
  flops: z.number().nonnegative().nullable(),
  operators: z.record(z.string().max(120), z.number().int().positive()),
  inputShape: z.array(dimension).length(5),
  outputShape: z.array(dimension).length(5),
  dynamicSpatial: z.boolean(),
  classCount: count,
  channelCount: count,
  reading: gradientReadingSchema,
})
export type Inspected = z.infer<typeof inspectedSchema>

/** What a sandboxed process answers. `tensor` carries float32 as payload; the others carry none. */
export const replySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('opened'), channelCount: count, classCount: count, windowShape }),
  z.object({ kind: z.literal('inspected'), inspection: inspectedSchema }),
  /** The file is refused for a reason that lies in it. */
  z.object({ kind: z.literal('rejected'), code, message: z.string().min(1).max(2000) }),
  z.object({ kind: z.literal('tensor') }),
  /** The request failed inside ONNX Runtime or the engine; the message is for the operator's log only. */
  z.object({ kind: z.literal('failed'), message: z.string().max(4000) }),
])
export type SandboxReply = z.infer<typeof replySchema>

/** Bounds on a request's and a reply's header in bytes. */
export const headerLimitBytes = 1 << 20
/** Largest model file that a frame carries: protobuf's own limit. */
export const modelLimitBytes = 2 ** 31 - 1
