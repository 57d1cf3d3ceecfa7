import { createHash } from 'node:crypto'

/** A seeded stream of numbers; the same name gives the same stream on every machine. */
export interface RandomStream {
  /** Uniform in [0, 1), 32 bits fine. */
  readonly uniform: () => number
  /** Uniform in [low, high). */
  readonly between: (low: number, high: number) => number
  /**
   * Mean 0, variance 1: the sum of four uniforms, scaled. It is made of exact arithmetic alone (no log, no cosine), so
   * that its bytes do not depend on a mathematics library; its tails end at 3.46.
   */
  readonly normal: () => number
}

/** sfc32, seeded with the SHA-256 of the name. */
export function randomStream(name: string): RandomStream {
  const digest = createHash('sha256').update(name).digest()
  let [a, b, c, counter] = [0, 4, 8, 12].map((offset) => digest.readInt32LE(offset)) as [number, number, number, number]
  const uniform = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / 4294967296
  }
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    normal: () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3),
  }
}
