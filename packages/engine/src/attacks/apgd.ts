import { z } from 'zod'
import { type FloatTensor, release } from '../tensor/index.ts'
import { apgdStage, type Iterate } from './apgd-stage.ts'
import type { Attack } from './attack.ts'
import { resized } from './ball-of.ts'

export const apgdParametersSchema = z.strictObject({
  /** Gradients asked for, over all stages. */
  steps: z.int().positive(),
  randomStart: z.boolean().default(true),
  /** Start in a ball of twice the radius and shrink it by 1.5 to 1, with 30, 30 and 40 % of the steps. */
  shrinkingRadius: z.boolean().default(true),
  /** First step in units of the radius. */
  stepRatio: z.number().positive().default(2),
})
export type ApgdParameters = z.infer<typeof apgdParametersSchema>

/**
 * Auto-PGD (Croce & Hein, ICML 2020, algorithm 1) in the ball's norm, with the radius schedule of SEA (Croce, Singh &
 * Hein, ECCV 2024): each stage starts from the last one's iterate of greatest objective, projected. The result is the
 * permitted iterate of greatest damage, of which the clean volume is one, or the task's start, which replaces it and the
 * random one. Restarts are calls with other streams.
 */
export const apgd: Attack<ApgdParameters> = async (task, { steps, randomStart, shrinkingRadius, stepRatio }) => {
  const { victim, clean, ball } = task
  const objective = task.aim(task.loss)
  const stages = (shrinkingRadius ? radiusSchedule(steps) : [{ radius: 1, steps }]).map((stage) => ({
    ...stage,
    ball: stage.radius === 1 ? ball : resized(ball, stage.radius * ball.epsilon),
  }))
  const losses: number[] = []
  let best: { damage: number; data: Float32Array } = { damage: Number.NEGATIVE_INFINITY, data: clean.data }
  const consider = ({ x, loss, logits, prediction }: Iterate): void => {
    const damage = task.damage ? task.damage(logits, prediction) : loss
    if (damage > best.damage) best = { damage, data: x.slice() }
  }
  const predict = async (x: Float32Array): Promise<void> => {
    const logits = await victim.logits({ shape: clean.shape, data: x })
    consider({ x, logits, loss: task.damage ? Number.NaN : objective(logits, 'value').loss })
    release(logits)
  }

  const considerStart = async ({ data }: FloatTensor): Promise<void> => {
    const permitted = data.slice()
    ball.project(permitted, clean.data)
    await predict(permitted)
  }

  let x: Float32Array = (task.start ?? clean).data.slice()
  if (task.start) {
    if (stages.length > 1) await considerStart(task.start)
  } else {
    if (randomStart) stages[0]?.ball.scatter(x, clean.data, task.random)
    if (randomStart || stages.length > 1) await predict(clean.data)
  }
  for (const { radius, ball: stageBall, steps: stageSteps } of stages) {
    const isPermitted = radius === 1
    stageBall.project(x, clean.data)
    const reached = await apgdStage(
      { task, objective, ball: stageBall, start: x, steps: stageSteps, stepRatio },
      (iterate) => {
        losses.push(iterate.loss)
        if (isPermitted) consider(iterate)
        task.onProgress?.({ step: losses.length, steps, loss: iterate.loss })
      },
    )
    x = reached.best
    if (isPermitted) await predict(reached.last)
  }
  return { adversarial: { shape: clean.shape, data: best.data }, losses }
}

/** 30 % of the steps at twice the radius, 30 % at 1.5 times, the rest at the radius itself; stages without steps drop out. */
export function radiusSchedule(steps: number): { radius: number; steps: number }[] {
  const early = Math.floor(0.3 * steps)
  return [
    { radius: 2, steps: early },
    { radius: 1.5, steps: early },
    { radius: 1, steps: steps - 2 * early },
  ].filter((stage) => stage.steps > 0)
}
