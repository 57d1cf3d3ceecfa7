import { meanOf } from '../kernels/index.ts'
import { release } from '../tensor/index.ts'
import type { LossGradient, Victim } from './victim.ts'

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
    async lossGradient(x, objective, wanted = 'everything') {
      const all: LossGradient[] = []
      for (const victim of victims) all.push(await victim.lossGradient(x, objective, wanted))
      const dx = meanOf(all.map((one) => one.dx.data))
      const logits = meanOf(wanted === 'everything' ? all.map((one) => one.logits.data) : [])
      for (const one of all) {
        release(one.dx)
        release(one.logits)
      }
      return {
        loss: all.reduce((sum, { loss }) => sum + loss, 0) / all.length,
        logits: { shape: all[0]?.logits.shape ?? [], data: logits },
        dx: { shape: x.shape, data: dx },
      }
    },
  }
}
