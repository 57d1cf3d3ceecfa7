import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import example from '../../docs/examples/prostate-mr.json' with { type: 'json' }
import {
  datasetManifestSchema,
  readNiftiFile,
  type Volume,
  writeNifti,
} from '../../packages/engine/src/datasets/index.ts'
import { readFolderArguments, writeInFolder, writeManifest } from './volume-folder.ts'

/**
 * Copies the 19 prostate MR volumes of DeepReg's test data into a dataset folder that training can read too: described by
 * docs/examples/prostate-mr.json, and with labels of the one channel that it names, the prostate without landmarks.
 * Run: npx tsx bench/real/prostate-mr.ts --out FOLDER
 */
const { source, out } = readFolderArguments('prostate-mr')
const names = (await readdir(join(source, 'images'))).filter((name) => name.endsWith('.nii.gz')).sort()
for (const name of names) {
  const image = await readNiftiFile(join(source, 'images', name))
  const label = firstChannel(await readNiftiFile(join(source, 'labels', name)))
  await writeInFolder(out, `images/${name}`, writeNifti(image, { elementType: 'uint8', gzip: true }))
  await writeInFolder(out, `labels/${name}`, writeNifti(label, { elementType: 'uint8', gzip: true }))
}
await writeManifest(out, datasetManifestSchema.parse(example))

function firstChannel(volume: Volume): Volume {
  const voxels = volume.shape[0] * volume.shape[1] * volume.shape[2]
  return { shape: volume.shape, affine: volume.affine, channelCount: 1, data: volume.data.slice(0, voxels) }
}
