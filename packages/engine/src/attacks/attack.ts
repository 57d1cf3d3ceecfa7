import type { FloatTensor, Prediction } from '../tensor/index.ts'
import type { Ball } from './ball.ts'
import type { Aim, Loss } from './losses/index.ts'
import type { RandomSource } from './random-source.ts'
import type { Victim } from './victim.ts'

/** What every attack is given. Tensors are [N, C, D, H, W] in [0, 1]; none is written to. */
export interface AttackTask {
  readonly victim: Victim
  /** The clean volume, float32. */
  readonly clean: FloatTensor
  /** Voxel size along D, H, W, for corruptions; cubes of 1 mm if absent. */
  readonly spacingMm?: readonly [number, number, number] | undefined
  /** Turns a loss into what the attack makes larger: away from the label, or towards a target. */
  readonly aim: Aim
  /** The loss that attacks without one of their own ascend. */
  readonly loss: Loss
  /** Where the attacked volume may lie: the norm, its bound and the projection. */
  readonly ball: Ball
  readonly random: RandomSource
  /**
   * How much a prediction is worth to the attacker, larger is worse for the model; the objective if absent. `prediction`
   * is that of the logits, where it is known already.
   */
  readonly damage?: ((logits: FloatTensor, prediction?: Prediction) => number) | undefined
  /** Where steepest ascent and APGD begin, e.g. a neighbouring bound's result; projected before use. */
  readonly start?: FloatTensor | undefined
  /** Frozen models that black-box attacks may differentiate in the victim's stead; the victim is never one of them. */
  readonly surrogates?: readonly Victim[] | undefined
  /** Called after each step. */
  readonly onProgress?: ((progress: StepProgress) => void) | undefined
  /** Heeded between steps: the attack throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

export interface StepProgress {
  /** Steps done so far. */
  readonly step: number
  readonly steps: number
  /** The objective before the step. */
  readonly loss: number
}

export interface AttackResult {
  /** In the ball and in [0, 1], float32. The caller checks it all the same. */
  readonly adversarial: FloatTensor
  /** The objective before each step. */
  readonly losses: readonly number[]
}

/** `parameters` are the attack's own: steps, step size and the like; distances in units of the [0, 1] range. */
export type Attack<P> = (task: AttackTask, parameters: P) => Promise<AttackResult>
