import type { Shape } from './shape.ts'

/** A dense float32 tensor in C order; `data.length` is the product of `shape`. */
export interface FloatTensor {
  readonly shape: Shape
  readonly data: Float32Array
}

/** What logits come to, voxel by voxel. */
export interface Prediction {
  /** Index of the largest logit, the first of equals. */
  readonly classes: Uint8Array
  /** Whether all logits are finite; where they are not, the classes mean nothing. */
  readonly isFinite: boolean
}

/** Class indices of a volume, [D, H, W] in C order; 0 is the background. */
export interface LabelVolume {
  readonly shape: readonly [number, number, number]
  readonly data: Uint8Array
}
