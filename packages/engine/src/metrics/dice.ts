import { countOverlaps } from '../kernels/index.ts'

/**
 * 2|P ∩ L| / (|P| + |L|) of each class, the background's at index 0. A missed organ and a false positive on an absent
 * one score 0; null where the class is in neither volume.
 */
export function diceByClass(prediction: Uint8Array, label: Uint8Array, classCount: number): (number | null)[] {
  if (prediction.length !== label.length) {
    throw new RangeError(`The prediction has ${prediction.length} voxels, the label ${label.length}.`)
  }
  const counts = countOverlaps(prediction, label, classCount)
  return Array.from({ length: classCount }, (_, k) => {
    const [predicted, labelled, both] = counts.subarray(3 * k, 3 * k + 3) as unknown as [number, number, number]
    return predicted + labelled === 0 ? null : (2 * both) / (predicted + labelled)
  })
}

/**
 * Mean Dice over the classes 1 … K-1 that are in the prediction or the label; 1 where none is, since nothing was missed
 * and nothing invented.
 */
export function foregroundDice(prediction: Uint8Array, label: Uint8Array, classCount: number): number {
  return meanForeground(diceByClass(prediction, label, classCount)) ?? 1
}

/** Mean of the values that are not null, without the background's at index 0; null where there is none. */
export function meanForeground(valueByClass: readonly (number | null)[]): number | null {
  const present = valueByClass.slice(1).filter((value) => value !== null)
  return present.length === 0 ? null : present.reduce((sum, value) => sum + value, 0) / present.length
}
