import type { FloatTensor, Prediction } from '../tensor/index.ts'

/** A scalar loss of the logits with its gradient at them, both computed by the attacker's side from the label. */
export interface LossValue {
  readonly loss: number
  /** dL/dz, [1, K, D, H, W]. */
  readonly dz: Float32Array
  /**
   * What tells how far an attack got where the loss does not: a masked loss falls with each voxel that is lost, the same
   * loss over all voxels rises. Not differentiated. The loss itself if absent.
   */
  readonly tracked?: number | undefined
  /** Of the logits, where the loss came by it; valid until the next call. */
  readonly prediction?: Prediction | undefined
}
/**
 * Of logits that it does not write to. dz may be written to and is valid until the next call; it is empty where the value
 * alone is wanted.
 */
export type Objective = (logits: FloatTensor, wanted?: 'gradient' | 'value') => LossValue

/**
 * What an attack may ask of a model: f maps a volume x [1, C, D, H, W] in [0, 1] to logits [1, K, D, H, W], through
 * the sliding window where the volume is larger than the window. Calls are sequential.
 */
export interface Victim {
  readonly classCount: number
  /** f(x). The caller owns the result. */
  logits(x: FloatTensor): Promise<FloatTensor>
  /** Where the gradient is all that is wanted, the logits may be given back to memory at once. */
  lossGradient(x: FloatTensor, objective: Objective, wanted?: 'everything' | 'gradient'): Promise<LossGradient>
}

/** Loss at x with logits f(x) and dL/dx, [1, C, D, H, W], both the caller's to keep, write to or release. */
export interface LossGradient {
  readonly loss: number
  /** May be empty where they were not wanted. */
  readonly logits: FloatTensor
  readonly dx: FloatTensor
  /** Of these logits, where the objective gave it; valid until the objective is called again. */
  readonly prediction?: Prediction | undefined
}
