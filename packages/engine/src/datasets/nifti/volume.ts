import type { Affine } from './affine.ts'

/**
 * A volume in millimetre space. `data` holds the channels one after the other, each [n0, n1, n2] in C order (the last
 * axis runs fastest), where axis 0 is the file's first (i) axis, as nibabel and MONAI have it.
 */
export interface Volume {
  readonly shape: readonly [number, number, number]
  readonly channelCount: number
  readonly data: Float32Array
  readonly affine: Affine
}
