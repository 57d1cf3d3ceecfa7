import { z } from 'zod'
import { release } from '../tensor/index.ts'
import type { AttackResult, AttackTask } from './attack.ts'
import type { Objective } from './victim.ts'

export const ascentParametersSchema = z.strictObject({
  steps: z.int().positive(),
  /** Absolute step size, in units of the [0, 1] range. */
  alpha: z.number().positive(),
  randomStart: z.boolean().default(false),
  /** The last iterate, or the one of greatest damage, the clean volume and the last iterate included. */
  iterate: z.enum(['last', 'best']).default('last'),
})
export type AscentParameters = z.infer<typeof ascentParametersSchema>

/**
 * Projected steepest ascent: x <- project(x + alpha * direction(gradient)), `steps` times, from the task's start, a
 * random point or the clean volume. `objectiveAt` may change the objective with the step t = 0 … steps - 1.
 */
export async function ascent(
  task: AttackTask,
  { steps, alpha, randomStart, iterate }: AscentParameters,
  objectiveAt: (step: number) => Objective,
): Promise<AttackResult> {
  const { victim, clean, ball } = task
  const losses: number[] = []
  const x = (task.start ?? clean).data.slice()
  if (task.start) ball.project(x, clean.data)
  else if (randomStart) ball.scatter(x, clean.data, task.random)
  let best = { damage: Number.NEGATIVE_INFINITY, data: clean.data }
  const consider = (damage: number): void => {
    if (damage > best.damage) best = { damage, data: x.slice() }
  }
  if ((randomStart || task.start) && iterate === 'best') {
    const logits = await victim.logits(clean)
    best = { damage: task.damage ? task.damage(logits) : objectiveAt(0)(logits, 'value').loss, data: clean.data }
  }
  for (let step = 0; step < steps; step++) {
    task.signal?.throwIfAborted()
    const found = await victim.lossGradient({ shape: clean.shape, data: x }, objectiveAt(step))
    const { loss, logits, dx } = found
    losses.push(loss)
    if (iterate === 'best') consider(task.damage ? task.damage(logits, found.prediction) : loss)
    release(logits)
    ball.ascend(x, dx.data, alpha)
    release(dx)
    ball.project(x, clean.data)
    task.onProgress?.({ step: step + 1, steps, loss })
  }
  if (iterate === 'last') return { adversarial: { shape: clean.shape, data: x }, losses }
  task.signal?.throwIfAborted()
  const logits = await victim.logits({ shape: clean.shape, data: x })
  consider(task.damage ? task.damage(logits) : objectiveAt(steps - 1)(logits, 'value').loss)
  return { adversarial: { shape: clean.shape, data: best.data }, losses }
}
