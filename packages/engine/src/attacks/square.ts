import { z } from 'zod'
import { release } from '../tensor/index.ts'
import type { Attack } from './attack.ts'
import type { RandomSource } from './random-source.ts'
import { uniformInteger } from './random-source.ts'

export const squareParametersSchema = z.strictObject({
  /** Predictions asked for. */
  queries: z.int().positive(),
  /** Share of the volume that the first boxes fill. */
  share: z.number().positive().max(1).default(0.8),
})

/**
 * Square attack (Andriushchenko et al., ECCV 2020) in the L-inf ball and in three dimensions: no gradient, predictions
 * alone. It starts from rods along the first axis, each voxel at clean ± epsilon; each query sets a box at a random place
 * to ± epsilon, a sign for each channel, and keeps it where the objective grows. The boxes shrink as AutoAttack's
 * schedule has it. The result is the queried volume of greatest damage, or of greatest objective.
 */
export const square: Attack<z.infer<typeof squareParametersSchema>> = async (task, { queries, share }) => {
  const { victim, clean, ball, random } = task
  if (ball.norm !== 'linf') throw new RangeError(`The square attack needs an L-inf ball; this one is ${ball.norm}.`)
  const objective = task.aim(task.loss)
  const x = clean.data.slice()
  const losses: number[] = []
  let reached = Number.NaN
  let best = { damage: Number.NEGATIVE_INFINITY, data: clean.data }
  for (let query = 0; query < queries; query++) {
    task.signal?.throwIfAborted()
    const before = x.slice()
    if (query === 0) setRods(x, clean.data, clean.shape, ball.epsilon, random)
    else setBox(x, clean.data, boxAt(clean.shape, share * boxShare(query / queries), random), ball.epsilon, random)
    ball.project(x, clean.data)
    const logits = await victim.logits({ shape: clean.shape, data: x })
    const { loss, prediction } = objective(logits, 'value')
    const damage = task.damage ? task.damage(logits, prediction) : loss
    release(logits)
    if (damage > best.damage) best = { damage, data: x.slice() }
    if (loss > reached || query === 0) reached = loss
    else x.set(before)
    losses.push(reached)
    task.onProgress?.({ step: query + 1, steps: queries, loss: reached })
  }
  return { adversarial: { shape: clean.shape, data: best.data }, losses }
}

/** Ends, in ten-thousandths of the queries, of the phases through which the boxes' share halves. */
const phaseEnds = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000]

/** What is left of the first boxes' share of the volume after this part of the queries, in (0, 1]. */
export function boxShare(progress: number): number {
  const at = Math.floor(progress * 10_000)
  return 2 ** -phaseEnds.filter((end) => at > end).length
}

/** Where a box lies in each channel's volume. */
interface Box {
  readonly shape: readonly [number, number, number]
  readonly start: readonly [number, number, number]
  readonly size: readonly [number, number, number]
}

/** A box of this share of the volume with its proportions, anywhere within it. */
function boxAt(shape: readonly number[], share: number, random: RandomSource): Box {
  const volume = shape.slice(-3) as unknown as Box['shape']
  const size = volume.map((extent) => Math.max(1, Math.round(Math.cbrt(share) * extent))) as unknown as Box['size']
  const start = volume.map((extent, axis) => uniformInteger(random, extent - (size[axis] as number) + 1))
  return { shape: volume, size, start: start as unknown as Box['start'] }
}

function setRods(
  x: Float32Array,
  clean: Float32Array,
  shape: readonly number[],
  epsilon: number,
  random: RandomSource,
): void {
  const [d = 1, h = 1, w = 1] = shape.slice(-3)
  for (let volume = 0; volume < x.length; volume += d * h * w) {
    for (let rod = 0; rod < h * w; rod++) {
      const by = random.uniform() < 0.5 ? -epsilon : epsilon
      for (let at = volume + rod; at < volume + d * h * w; at += h * w) x[at] = (clean[at] as number) + by
    }
  }
}

/** Where the signs drawn leave every voxel of the box as it is, the opposite ones are taken. */
function setBox(x: Float32Array, clean: Float32Array, box: Box, epsilon: number, random: RandomSource): void {
  const size = box.shape[0] * box.shape[1] * box.shape[2]
  const signs = Array.from({ length: x.length / size }, () => (random.uniform() < 0.5 ? -1 : 1))
  const paint = (factor: number): boolean => {
    let isChanged = false
    for (const [channel, sign] of signs.entries()) {
      const by = factor * sign * epsilon
      for (let i = 0; i < box.size[0]; i++) {
        for (let j = 0; j < box.size[1]; j++) {
          const row = (box.start[0] + i) * box.shape[1] + box.start[1] + j
          const first = channel * size + row * box.shape[2] + box.start[2]
          for (let at = first; at < first + box.size[2]; at++) {
            const value = (clean[at] as number) + by
            // What is already at this side of the ball differs from it by rounding alone.
            if (Math.abs(Math.min(1, Math.max(0, value)) - (x[at] as number)) > 1e-7) isChanged = true
            x[at] = value
          }
        }
      }
    }
    return isChanged
  }
  if (!paint(1)) paint(-1)
}
