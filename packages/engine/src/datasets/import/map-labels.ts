import type { DatasetManifest } from '../manifest.ts'
import type { Volume } from '../nifti/volume.ts'

export type MapLabelsResult =
  | { readonly status: 'mapped'; readonly label: Volume }
  /** `message` follows the file's name. */
  | { readonly status: 'refused'; readonly message: string }

/** Values named at most in a message; a probability map has thousands. */
const namedValuesMax = 5

/**
 * The label with each file value replaced by its class index: through the manifest's labelMap where it has one (0 is
 * the background unless listed), else as it is. Refused where a value is no class, with each value and its voxels.
 */
export function mapLabels(label: Volume, manifest: Pick<DatasetManifest, 'classNames' | 'labelMap'>): MapLabelsResult {
  const { classNames, labelMap } = manifest
  const classOf = (value: number): number | undefined => {
    if (labelMap) return labelMap[String(value)] ?? (value === 0 ? 0 : undefined)
    return Number.isInteger(value) && value >= 0 && value < classNames.length ? value : undefined
  }
  const known = new Map<number, number>()
  const unknown = new Map<number, number>()
  const data = new Float32Array(label.data.length)
  label.data.forEach((value, n) => {
    let classIndex = known.get(value)
    if (classIndex === undefined) {
      classIndex = classOf(value)
      if (classIndex === undefined) {
        unknown.set(value, (unknown.get(value) ?? 0) + 1)
        return
      }
      known.set(value, classIndex)
    }
    data[n] = classIndex
  })
  if (unknown.size === 0) return { status: 'mapped', label: { ...label, data } }
  const listed = [...unknown].slice(0, namedValuesMax).map(([value, count]) => `${value} (${count} voxels)`)
  const more = unknown.size > namedValuesMax ? ` and ${unknown.size - namedValuesMax} other values` : ''
  const expected = labelMap
    ? `expected the values of labelMap: ${Object.keys(labelMap).join(', ')}`
    : `expected whole numbers from 0 to ${classNames.length - 1}, or a labelMap in dataset.json`
  return { status: 'refused', message: `holds ${listed.join(', ')}${more}; ${expected}.` }
}
