/** A source of whole numbers from 0 up to, not including, `below`. */
export type Draw = (below: number) => number

/** A seeded generator (mulberry32), so that a damaged file can be made again. */
export function seededDraw(seed: number): Draw {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const hugeNumber = [0xff, 0xff, 0xff, 0xff, 0x0f]
const overlongNumber = new Array<number>(11).fill(0x80)

type Damage = (bytes: Uint8Array, draw: Draw) => Uint8Array

function spliced(bytes: Uint8Array, at: number, removed: number, inserted: ArrayLike<number>): Uint8Array {
  const end = Math.min(bytes.length, at + removed)
  const result = new Uint8Array(at + inserted.length + bytes.length - end)
  result.set(bytes.subarray(0, at))
  result.set(inserted, at)
  result.set(bytes.subarray(end), at + inserted.length)
  return result
}

function varint(value: number): number[] {
  const result: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) result.push((rest % 128) + 128)
  return [...result, rest]
}

/** Ways to damage a file, each leaving the original alone. */
export const damages: Readonly<Record<string, Damage>> = {
  truncation: (bytes, draw) => bytes.slice(0, draw(bytes.length)),
  'bit flips': (bytes, draw) => {
    const result = bytes.slice()
    for (let flips = 1 + draw(4); flips > 0; flips--) {
      const at = draw(result.length)
      result[at] = (result[at] ?? 0) ^ (1 << draw(8))
    }
    return result
  },
  'length lie': (bytes, draw) => {
    const result = bytes.slice()
    result[draw(result.length)] = draw(256)
    return result
  },
  'huge number': (bytes, draw) => spliced(bytes, draw(bytes.length), 1, hugeNumber),
  'overlong number': (bytes, draw) => spliced(bytes, draw(bytes.length), 1, overlongNumber),
  'bytes removed': (bytes, draw) => spliced(bytes, draw(bytes.length), 1 + draw(16), []),
  'bytes repeated': (bytes, draw) => {
    const from = draw(bytes.length)
    return spliced(bytes, draw(bytes.length), 0, bytes.subarray(from, from + 1 + draw(64)))
  },
  'trailing payload': (bytes, draw) => {
    const payload = Uint8Array.from({ length: 1 + draw(64) }, () => draw(256))
    return spliced(bytes, bytes.length, 0, payload)
  },
  'deep nesting': (_, draw) => {
    // Graph in attribute in node, over and over: fields 6, 5 and 1.
    let inner: number[] = []
    for (let depth = 1 + draw(300); depth > 0; depth--) {
      for (const tag of [0x32, 0x2a, 0x0a]) inner = [tag, ...varint(inner.length), ...inner]
    }
    return Uint8Array.from([0x08, 8, 0x3a, ...varint(inner.length), ...inner])
  },
  'many empty messages': (_, draw) => {
    const field = [0x0a, 0x2a, 0x5a, 0x62, 0x6a][draw(5)] ?? 0x0a
    const messages = Array.from({ length: 2 * draw(2000) }, (_value, at) => (at % 2 === 0 ? field : 0))
    return Uint8Array.from([0x08, 8, 0x3a, ...varint(messages.length), ...messages])
  },
}
