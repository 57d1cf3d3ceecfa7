import type { ConfinedOptions, Confinement } from './confinement.ts'
import { type ConfinedProcess, type ProcessOutcome, startConfined } from './confined-process.ts'
import type { SandboxLimits } from './limits.ts'
import {
  encodeFrameHead,
  type Frame,
  FrameReader,
  headerLimitBytes,
  replySchema,
  type SandboxReply,
  type SandboxRequest,
} from './protocol/index.ts'
import { SandboxError } from './sandbox-error.ts'

/** What a request may cost and bring back. */
export interface RequestBounds {
  readonly seconds: number
  /** Exact size of the payload that a `tensor` reply must carry; 0 where the request brings none. */
  readonly payloadBytes: number
}

export interface SandboxAnswer {
  readonly reply: SandboxReply
  readonly payload: Uint8Array
}

interface Pending {
  readonly bounds: RequestBounds
  readonly resolve: (answer: SandboxAnswer) => void
  readonly reject: (error: SandboxError) => void
}

/**
 * One sandboxed process and the requests to it, one at a time. Whatever the process sends is measured against the
 * request before memory is spent on it. A process that breaks the protocol, exceeds its time or memory, or dies, is
 * killed, and the request under way and every later one reject with a SandboxError.
 */
export class SandboxConnection {
  readonly #process: ConfinedProcess
  readonly #limits: SandboxLimits
  readonly #reader: FrameReader
  #pending: Pending | undefined
  #fate: SandboxError | undefined
  #turn: Promise<unknown> = Promise.resolve()

  /** Starts the model server, or another program that is to speak the protocol. */
  static async start(
    confinement: Confinement,
    limits: SandboxLimits,
    options: ConfinedOptions = {},
  ): Promise<SandboxConnection> {
    return new SandboxConnection(await startConfined(confinement, limits, options), limits)
  }

  private constructor(child: ConfinedProcess, limits: SandboxLimits) {
    this.#process = child
    this.#limits = limits
    this.#reader = new FrameReader(
      () => ({ headerBytes: headerLimitBytes, payloadBytes: this.#pending?.bounds.payloadBytes ?? 0 }),
      (frame) => this.#receive(frame),
    )
    child.output.on('data', (chunk: Buffer) => this.#read(chunk))
    void child.ended.then((outcome) => this.#fail(errorOfOutcome(outcome, this.#limits)))
  }

  /** The answer to one request, whose payloads are written after the header without a copy. */
  request(request: SandboxRequest, payloads: readonly Uint8Array[], bounds: RequestBounds): Promise<SandboxAnswer> {
    const answer = this.#turn.then(() => this.#exchange(request, payloads, bounds))
    this.#turn = answer.catch(() => undefined)
    return answer
  }

  /** Kills the process at once and waits until it is gone. A request under way rejects with code `closed`. */
  async close(): Promise<void> {
    this.#fail(new SandboxError('closed', 'The evaluation was stopped.'))
    await this.#process.ended
  }

  get isAlive(): boolean {
    return this.#fate === undefined
  }

  async #exchange(
    request: SandboxRequest,
    payloads: readonly Uint8Array[],
    bounds: RequestBounds,
  ): Promise<SandboxAnswer> {
    if (this.#fate !== undefined) throw this.#fate
    const timer = setTimeout(() => this.#fail(timeExceeded(bounds.seconds)), bounds.seconds * 1000)
    try {
      return await new Promise((resolve, reject) => {
        this.#pending = { bounds, resolve, reject }
        const { input } = this.#process
        input.write(
          encodeFrameHead(
            request,
            payloads.reduce((sum, payload) => sum + payload.byteLength, 0),
          ),
        )
        for (const payload of payloads) input.write(payload)
      })
    } finally {
      clearTimeout(timer)
      this.#pending = undefined
    }
  }

  #read(chunk: Uint8Array): void {
    if (this.#fate !== undefined) return
    try {
      this.#reader.push(chunk)
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      this.#fail(new SandboxError('model-crashed', crashed, detail))
    }
  }

  #receive(frame: Frame): void {
    const parsed = replySchema.safeParse(frame.header)
    if (!parsed.success) {
      this.#fail(new SandboxError('model-crashed', crashed, `Malformed reply: ${parsed.error.message}`))
      return
    }
    const reply = parsed.data
    const pending = this.#pending
    if (
      pending === undefined ||
      (reply.kind === 'tensor' && frame.payload.byteLength !== pending.bounds.payloadBytes)
    ) {
      this.#fail(
        new SandboxError('model-crashed', crashed, `Unexpected ${reply.kind} of ${frame.payload.byteLength} bytes`),
      )
      return
    }
    pending.resolve({ reply, payload: frame.payload })
  }

  #fail(error: SandboxError): void {
    if (this.#fate !== undefined) return
    this.#fate = error
    this.#process.kill()
    this.#pending?.reject(error)
  }
}

const crashed = 'The process that ran the model ended unexpectedly.'

function timeExceeded(seconds: number): SandboxError {
  return new SandboxError('time-budget-exceeded', `The model did not answer within its time budget of ${seconds} s.`)
}

/** The budget was exceeded; says which one, so that the submitter can tell how far off the model is. */
export function memoryExceeded(limits: SandboxLimits, detail: string): SandboxError {
  const gibibytes = (limits.memoryBytes / 2 ** 30).toFixed(1)
  return new SandboxError(
    'memory-budget-exceeded',
    `The model needs more memory than its budget of ${gibibytes} GiB.`,
    detail,
  )
}

/** True for what V8, libstdc++ and ONNX Runtime say when an allocation is refused. */
export function saysOutOfMemory(text: string): boolean {
  return /bad_alloc|heap out of memory|allocate memory|allocation failed|BFCArena|out of memory/i.test(text)
}

/** bwrap reports the death of what it runs as 128 + signal. 9 without our doing is the kernel's out-of-memory killer. */
function errorOfOutcome(outcome: ProcessOutcome, limits: SandboxLimits): SandboxError {
  const { exitCode, signal, overMemory, standardError } = outcome
  const detail = `exit ${exitCode ?? signal}, peak ${outcome.peakBytes} B: ${standardError}`
  if (overMemory || exitCode === 128 + 9 || saysOutOfMemory(standardError)) return memoryExceeded(limits, detail)
  if (signal === 'SIGXCPU' || exitCode === 128 + 24) {
    const message = `The model used up its ${limits.cpuSeconds} s of processor time.`
    return new SandboxError('time-budget-exceeded', message, detail)
  }
  return new SandboxError('model-crashed', crashed, detail)
}
