import { meanOf } from '../kernels/index.ts'
import { release } from '../tensor/index.ts'
import type { Victim } from './victim.ts'

/**
 * Several victims as one: logits, loss and gradient are the means of theirs, so an attack ascends the mean of their
 * losses. Throws a RangeError where there is none or their classes differ in number.
 */
export function ensembleVictim(victims: readonly Victim[]): Victim {
  const [first] = victims
  if (!first) throw new RangeError('An ensemble needs at least one victim; none was given.')
  const counts = victims.map(({ classCount }) => classCount)
  if (counts.some((count) => count !== first.classCount)) {
    throw new RangeError(`The victims of an ensemble must share their classes; they have ${counts.join(', ')}.`)
  }
  if (victims.length === 1) return first
  return {
    classCount: first.classCount,
    async logits(x) {
      const all = []
      for (const victim of victims) all.push(await victim.logits(x))
      return { shape: all[0]?.shape ?? [], data: meanOf(all.map(({ data }) => data)) }
    },
    async lossGradient(x, objective) {
      const all: Awaited<ReturnType<Victim['lossGradient']>>[] = []
      for (const victim of victims) all.push(await victim.lossGradient(x, objective))
      const dx = meanOf(all.map((one) => one.dx.data))
      for (const one of all) release(one.dx)
      return {
        loss: all.reduce((sum, { loss }) => sum + loss, 0) / all.length,
        // Transfer attacks never ask for it.
        get logits() {
          return { shape: all[0]?.logits.shape ?? [], data: meanOf(all.map(({ logits }) => logits.data)) }
        },
        dx: { shape: x.shape, data: dx },
      }
    },
  }
}
