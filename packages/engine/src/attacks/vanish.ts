import { type Aim, towards } from './losses/index.ts'

/** The label with every voxel of this class turned to background: what a model shall see where the organ vanishes. */
export function withoutClass(label: Uint8Array, vanishing: number): Uint8Array {
  return label.map((y) => (y === vanishing ? 0 : y))
}

/** Targeted aim: the organ of this class shall vanish into the background, all else staying as the label has it. */
export function vanish(label: Uint8Array, vanishing: number): Aim {
  return towards(withoutClass(label, vanishing))
}

/**
 * Share of the organ's voxels that the prediction no longer gives to it, in [0, 1]; 1 where the label has none. As an
 * attack's damage it picks the iterate that hides most of the organ.
 */
export function vanishedShare(prediction: Uint8Array, label: Uint8Array, vanishing: number): number {
  let organ = 0
  let lost = 0
  for (let v = 0; v < label.length; v++) {
    if (label[v] !== vanishing) continue
    organ++
    if (prediction[v] !== vanishing) lost++
  }
  return organ === 0 ? 1 : lost / organ
}
