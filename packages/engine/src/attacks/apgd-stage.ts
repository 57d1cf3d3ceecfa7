import { withMomentum } from '../kernels/index.ts'
import { type FloatTensor, type Prediction, release } from '../tensor/index.ts'
import type { AttackTask } from './attack.ts'
import type { Ball } from './ball.ts'
import type { Objective } from './victim.ts'

export interface ApgdStage {
  readonly task: AttackTask
  readonly objective: Objective
  readonly ball: Ball
  /** In the ball; not written to. */
  readonly start: Float32Array
  /** Gradients asked for. */
  readonly steps: number
  /** First step in units of the ball's radius. */
  readonly stepRatio: number
}

export interface Iterate {
  /** Valid during the call only. */
  readonly x: Float32Array
  readonly loss: number
  readonly logits: FloatTensor
  readonly prediction?: Prediction | undefined
}

/** Shares of moving on and of keeping the last move, alpha of the paper. */
const shares = { onward: 0.75, kept: 0.25 }
/** Share of steps that must raise the objective between two checkpoints, rho of the paper. */
const leastImproving = 0.75

/**
 * Algorithm 1 of Croce & Hein (ICML 2020) on one ball: z = P(x + eta direction(g)), x <- P(x + 3/4 (z - x) + 1/4 (x -
 * x_before)), the first step without momentum. At each checkpoint eta is halved and the search goes back to the best
 * iterate where fewer than 75 % of the steps since the last one raised the objective, or where neither eta nor the best
 * objective changed since. For losses that fall while the attack advances, what they are tracked by stands in for them. `observe` sees each iterate whose gradient was asked for. Returns the evaluated iterate of
 * greatest objective and the last one, which nobody has evaluated.
 */
export async function apgdStage(
  { task, objective, ball, start, steps, stepRatio }: ApgdStage,
  observe: (iterate: Iterate) => void,
): Promise<{ best: Float32Array; last: Float32Array }> {
  const { victim, clean } = task
  const checkpoints = new Set(apgdCheckpoints(steps))
  // These three take turns, so that a step leaves nothing to the garbage collector.
  let before: Float32Array = start.slice()
  let x: Float32Array = start.slice()
  let spare: Float32Array = start.slice()
  let eta = stepRatio * ball.epsilon
  let best: { progress: number; x: Float32Array; dx: FloatTensor } | undefined
  let previous = Number.NaN
  let atLastCheckpoint = { step: 0, eta, progress: Number.NaN }
  let improving = 0
  for (let step = 0; step < steps; step++) {
    task.signal?.throwIfAborted()
    const watched = watch(objective)
    const { dx, ...seen } = await victim.lossGradient({ shape: clean.shape, data: x }, watched.objective)
    observe({ x, ...seen })
    release(seen.logits)
    const progress = watched.progress()
    let gradient = dx
    if (progress > previous) improving++
    previous = progress
    if (!best || progress > best.progress) {
      if (best) release(best.dx)
      best = { progress, x: filled(best?.x ?? new Float32Array(x.length), x), dx }
    }
    if (step === 0) atLastCheckpoint = { step, eta, progress: best.progress }
    else if (checkpoints.has(step)) {
      const isStuck = atLastCheckpoint.eta === eta && atLastCheckpoint.progress === best.progress
      const isOscillating = improving < leastImproving * (step - atLastCheckpoint.step)
      atLastCheckpoint = { step, eta, progress: best.progress }
      improving = 0
      if (isOscillating || isStuck) {
        eta /= 2
        if (gradient !== best.dx) release(gradient)
        filled(x, best.x)
        gradient = best.dx
        previous = best.progress
      }
    }
    const z = filled(spare, x)
    ball.ascend(z, gradient.data, eta)
    if (gradient !== best.dx) release(gradient)
    ball.project(z, clean.data)
    if (step > 0) {
      withMomentum(z, x, before, shares)
      ball.project(z, clean.data)
    }
    ;[before, x, spare] = [x, z, before]
  }
  return { best: best?.x ?? start, last: x }
}

function filled(target: Float32Array, values: Float32Array): Float32Array {
  target.set(values)
  return target
}

/** The objective, and the mean of what its values since then are tracked by: an ensemble asks for more than one. */
function watch(objective: Objective): { objective: Objective; progress: () => number } {
  const seen: number[] = []
  return {
    objective(logits, wanted) {
      const value = objective(logits, wanted)
      seen.push(value.tracked ?? value.loss)
      return value
    },
    progress: () => seen.reduce((sum, value) => sum + value, 0) / seen.length,
  }
}

/**
 * Iterations ceil(p_j T) at which the step size is judged: p_0 = 0, p_1 = 0.22, then each interval 0.03 shorter than
 * the one before it, but not below 0.06.
 */
export function apgdCheckpoints(steps: number): number[] {
  const found: number[] = []
  let interval = 0.22
  for (let share = interval; share < 1; share += interval) {
    // The sum of decimal fractions overshoots whole numbers by some units in the last place.
    found.push(Math.ceil(share * steps - 1e-9))
    interval = Math.max(interval - 0.03, 0.06)
  }
  return [...new Set(found)]
}
