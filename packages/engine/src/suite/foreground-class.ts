import type { LabelVolume } from '../tensor/index.ts'

/**
 * The class meant: the foreground class with most or fewest voxels in the label (the lower one on ties), or the class of
 * that number; undefined where the label does not have it.
 */
export function foregroundClass(
  { label, classCount }: { readonly label: LabelVolume; readonly classCount: number },
  wanted: number | 'largest' | 'smallest',
): number | undefined {
  const voxels = new Array<number>(classCount).fill(0)
  for (const k of label.data) voxels[k] = (voxels[k] ?? 0) + 1
  const present = voxels.flatMap((count, k) => (k > 0 && count > 0 ? [k] : []))
  if (typeof wanted === 'number') return present.find((k) => k === wanted)
  const sign = wanted === 'largest' ? 1 : -1
  return present.sort((a, b) => sign * ((voxels[b] ?? 0) - (voxels[a] ?? 0)) || a - b)[0]
}
