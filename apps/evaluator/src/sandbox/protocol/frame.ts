/**
 * What travels between the evaluator and a sandboxed model: frames of
 * `[u32 header bytes][u32 payload bytes][header: UTF-8 JSON][payload: raw bytes]`, little-endian. Tensors and model files
 * are payloads and never pass through JSON.
 */
export interface Frame {
  readonly header: unknown
  readonly payload: Uint8Array
}

/** What a reader accepts; a frame that claims more is refused before anything is allocated for it. */
export interface FrameLimits {
  readonly headerBytes: number
  readonly payloadBytes: number
}

/** The other side broke the protocol. After this the stream is unusable. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
}

const prefixBytes = 8

/** The prefix and header of a frame; the caller writes the payload after it, uncopied. */
export function encodeFrameHead(header: object, payloadBytes: number): Uint8Array {
  const text = Buffer.from(JSON.stringify(header), 'utf8')
  const head = Buffer.allocUnsafe(prefixBytes + text.length)
  head.writeUInt32LE(text.length, 0)
  head.writeUInt32LE(payloadBytes, 4)
  text.copy(head, prefixBytes)
  return head
}

/**
 * Cuts a byte stream into frames. `limits` is asked anew for every frame, so that a reply can be held to exactly the
 * size that its request calls for. Memory held is at most one frame within those limits. `push` throws FrameError where
 * the stream breaks them or a header is not JSON.
 */
export class FrameReader {
  readonly #limits: () => FrameLimits
  readonly #onFrame: (frame: Frame) => void
  #section: 'prefix' | 'header' | 'payload' = 'prefix'
  #target = new Uint8Array(prefixBytes)
  #filled = 0
  #payloadBytes = 0
  #header: unknown

  constructor(limits: () => FrameLimits, onFrame: (frame: Frame) => void) {
    this.#limits = limits
    this.#onFrame = onFrame
  }

  push(chunk: Uint8Array): void {
    let offset = 0
    while (offset < chunk.length || this.#filled === this.#target.length) {
      const take = Math.min(chunk.length - offset, this.#target.length - this.#filled)
      this.#target.set(chunk.subarray(offset, offset + take), this.#filled)
      this.#filled += take
      offset += take
      if (this.#filled < this.#target.length) return
      this.#finishSection()
    }
  }

  #finishSection(): void {
    if (this.#section === 'prefix') {
      const view = new DataView(this.#target.buffer)
      const headerBytes = view.getUint32(0, true)
      this.#payloadBytes = view.getUint32(4, true)
      const limits = this.#limits()
      if (headerBytes === 0 || headerBytes > limits.headerBytes || this.#payloadBytes > limits.payloadBytes) {
        throw new FrameError(
          `A frame announces ${headerBytes} + ${this.#payloadBytes} bytes; at most ${limits.headerBytes} + ${limits.payloadBytes} are expected here.`,
        )
      }
      this.#next('header', headerBytes)
    } else if (this.#section === 'header') {
      this.#header = parseHeader(this.#target)
      this.#next('payload', this.#payloadBytes)
    } else {
      const frame = { header: this.#header, payload: this.#target }
      this.#next('prefix', prefixBytes)
      this.#onFrame(frame)
    }
  }

  #next(section: 'prefix' | 'header' | 'payload', size: number): void {
    this.#section = section
    this.#target = new Uint8Array(size)
    this.#filled = 0
  }
}

function parseHeader(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (error) {
    throw new FrameError('A frame header is not JSON.', { cause: error })
  }
}

/** The bytes of an array of floats, uncopied. */
export function bytesOfFloats(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

/** Raw little-endian bytes as float32, uncopied where the alignment allows; throws where the length is not 4 n. */
export function floatsOfBytes(bytes: Uint8Array): Float32Array {
  if (bytes.byteLength % 4 !== 0) throw new FrameError(`${bytes.byteLength} bytes are no whole number of float32.`)
  if (bytes.byteOffset % 4 === 0) return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
  return new Float32Array(bytes.slice().buffer)
}
