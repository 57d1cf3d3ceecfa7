import { describe, expect, it } from 'vitest'
import { bytesOfFloats, encodeFrameHead, type Frame, FrameError, FrameReader, floatsOfBytes } from './frame.ts'

const limits = { headerBytes: 64, payloadBytes: 16 }

function readerInto(frames: Frame[]): FrameReader {
  return new FrameReader(
    () => limits,
    (frame) => frames.push(frame),
  )
}

function bytesOf(header: object, payload: Uint8Array): Buffer {
  return Buffer.concat([encodeFrameHead(header, payload.byteLength), payload])
}

describe('FrameReader', () => {
  it('cuts frames out of a stream whatever its chunks, empty payloads included', () => {
    const stream = Buffer.concat([
      bytesOf({ kind: 'a' }, new Uint8Array([1, 2, 3])),
      bytesOf({ kind: 'b' }, new Uint8Array()),
      bytesOf({ kind: 'c' }, new Uint8Array([4])),
    ])
    for (const size of [1, 2, 7, 11, stream.length]) {
      const frames: Frame[] = []
      const reader = readerInto(frames)
      for (let start = 0; start < stream.length; start += size) reader.push(stream.subarray(start, start + size))
      expect(frames.map(({ header, payload }) => [header, [...payload]])).toEqual([
        [{ kind: 'a' }, [1, 2, 3]],
        [{ kind: 'b' }, []],
        [{ kind: 'c' }, [4]],
      ])
    }
  })

  it.each([
    ['a payload over the limit', [2, 0, 0, 0, 17, 0, 0, 0]],
    ['a payload of 4 GiB', [2, 0, 0, 0, 255, 255, 255, 255]],
    ['a header over the limit', [65, 0, 0, 0, 0, 0, 0, 0]],
    ['no header', [0, 0, 0, 0, 0, 0, 0, 0]],
  ])('refuses %s at its announcement, before anything is allocated for it', (_, prefix) => {
    const before = process.memoryUsage().arrayBuffers
    expect(() => readerInto([]).push(new Uint8Array(prefix))).toThrow(FrameError)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20)
  })

  it('refuses a header that is not JSON', () => {
    expect(() => readerInto([]).push(new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0, 0x7b]))).toThrow('not JSON')
  })
})

describe('floatsOfBytes', () => {
  it('gives back the floats of bytesOfFloats without a copy where aligned, with one where not', () => {
    const values = new Float32Array([1.5, -2, Number.NaN])
    const bytes = bytesOfFloats(values)
    expect(floatsOfBytes(bytes).buffer).toBe(values.buffer)
    const shifted = new Uint8Array(13)
    shifted.set(bytes, 1)
    expect([...floatsOfBytes(shifted.subarray(1))]).toEqual([1.5, -2, Number.NaN])
  })

  it('refuses a length that is no whole number of floats', () => {
    expect(() => floatsOfBytes(new Uint8Array(6))).toThrow(FrameError)
  })
})
