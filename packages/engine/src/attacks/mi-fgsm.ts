import { z } from 'zod'
import { release } from '../tensor/index.ts'
import { ascentParametersSchema } from './ascent.ts'
import type { Attack } from './attack.ts'

export const miFgsmParametersSchema = ascentParametersSchema.pick({ steps: true, alpha: true }).extend({
  /** Share of the sum of earlier gradients that lives on, mu of the paper. */
  decay: z.number().min(0).default(1),
})
export type MiFgsmParameters = z.infer<typeof miFgsmParametersSchema>

/**
 * Momentum iterative method (Dong et al., CVPR 2018): g <- mu g + dx / mean|dx|, x <- project(x + alpha direction(g)),
 * from the clean volume, last iterate. The mean instead of the paper's sum scales every g alike, so no step changes. A
 * gradient of zero adds nothing; entries that are not finite count as 0.
 */
export const miFgsm: Attack<MiFgsmParameters> = async (task, { steps, alpha, decay }) => {
  const { victim, clean, ball } = task
  const objective = task.aim(task.loss)
  const losses: number[] = []
  const x = clean.data.slice()
  const momentum = new Float32Array(x.length)
  for (let step = 0; step < steps; step++) {
    task.signal?.throwIfAborted()
    const { loss, dx } = await victim.lossGradient({ shape: clean.shape, data: x }, objective, 'gradient')
    losses.push(loss)
    const scale = 1 / (meanSize(dx.data) || 1)
    for (let i = 0; i < momentum.length; i++) {
      const slope = dx.data[i] as number
      momentum[i] =
        Math.fround(decay * (momentum[i] as number)) + (Number.isFinite(slope) ? Math.fround(slope * scale) : 0)
    }
    release(dx)
    ball.ascend(x, momentum, alpha)
    ball.project(x, clean.data)
    task.onProgress?.({ step: step + 1, steps, loss })
  }
  return { adversarial: { shape: clean.shape, data: x }, losses }
}

function meanSize(values: Float32Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i] as number)
    if (Number.isFinite(size)) sum += size
  }
  return sum / values.length
}
