import { z } from 'zod'
import { canonicalJson, sha256 } from '../canonical-json.ts'
import { datasetManifestSchema } from '../manifest.ts'

const affineRow = z.tuple([z.number(), z.number(), z.number(), z.number()])
const extent = z.number().int().positive()
const hash = z.string().regex(/^[0-9a-f]{64}$/)

/** One test case after preprocessing. */
export const preparedCaseSchema = z.object({
  key: z.string(),
  /** [D, H, W] in voxels. */
  shape: z.tuple([extent, extent, extent]),
  /** Voxel size in mm along the same axes. */
  spacingMm: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
  affine: z.tuple([affineRow, affineRow, affineRow]),
  /** Voxels of each class in the label. */
  classVoxels: z.array(z.number().int().nonnegative()),
  /** SHA-256 of the float32 voxels, little-endian, [C, D, H, W] in C order. */
  imageHash: hash,
  /** SHA-256 of the class indices, one byte each, [D, H, W] in C order. */
  labelHash: hash,
})
export type PreparedCase = z.infer<typeof preparedCaseSchema>

/** `dataset.json` of a prepared folder, beside `<key>.image.nii.gz` and `<key>.label.nii.gz`. */
export const preparedDatasetSchema = z.object({
  format: z.literal('voxproof-dataset/1'),
  hash,
  manifest: datasetManifestSchema,
  cases: z.array(preparedCaseSchema).min(1),
})
export type PreparedDataset = z.infer<typeof preparedDatasetSchema>

/** The hash that names a prepared dataset: of its manifest and, through their hashes, its volumes, in canonical JSON. */
export function preparedHash(content: Pick<PreparedDataset, 'manifest' | 'cases'>): string {
  return sha256(canonicalJson({ format: 'voxproof-dataset/1', manifest: content.manifest, cases: content.cases }))
}

/** File names of a case below the prepared folder. */
export function preparedFiles(key: string): { image: string; label: string } {
  return { image: `${key}.image.nii.gz`, label: `${key}.label.nii.gz` }
}
