import { createHash } from 'node:crypto'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** A stream of random numbers that its key alone decides. */
export interface RandomSource {
  /** Uniform in [0, 1), a multiple of 2^-24, hence exact in float32. */
  uniform(): number
  /** Standard normal deviate, by Box and Muller's polar-free form from two uniforms, in float64. */
  normal(): number
}

/**
 * The stream of this key, e.g. [suite seed, suite, dataset, case, attack, restart]: xoroshiro128+ (pure-rand) whose
 * 128-bit state is the head of the SHA-256 of the key's JSON. Equal keys give equal streams, on every machine.
 */
export function randomSource(key: readonly (string | number)[]): RandomSource {
  const digest = createHash('sha256').update(JSON.stringify(key)).digest()
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((offset) => digest.readInt32LE(offset)))
  let spare: number | undefined
  const uniform = (): number => (generator.next() >>> 8) * 2 ** -24
  return {
    uniform,
    normal() {
      if (spare !== undefined) {
        const second = spare
        spare = undefined
        return second
      }
      // 1 - u lies in (0, 1], so the logarithm is finite.
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
      const angle = 2 * Math.PI * uniform()
      spare = radius * Math.sin(angle)
      return radius * Math.cos(angle)
    },
  }
}

/** Integer uniform in [0, bound), bound at most 2^24. */
export function uniformInteger(random: RandomSource, bound: number): number {
  return Math.floor(random.uniform() * bound)
}
