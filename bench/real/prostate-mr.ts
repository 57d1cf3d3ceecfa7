import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Volume, readNiftiFile, writeNifti } from '../../packages/engine/src/datasets/index.ts'
import { readFolderArguments, writeInFolder, writeManifest } from './volume-folder.ts'

/**
 * Makes a dataset folder of the 19 prostate MR volumes of DeepReg's test data: 13 to train on, 6 to be ranked on.
 * Of labels that also hold landmarks, the first channel, the prostate, is taken.
 * Run: npx tsx bench/real/prostate-mr.ts --out FOLDER
 */
const trainCount = 13

const { source, out } = readFolderArguments('prostate-mr')
const names = (await readdir(join(source, 'images'))).filter((name) => name.endsWith('.nii.gz')).sort()
for (const name of names) {
  const image = await readNiftiFile(join(source, 'images', name))
  const label = firstChannel(await readNiftiFile(join(source, 'labels', name)))
  await writeInFolder(out, `images/${name}`, writeNifti(image, { elementType: 'uint8', gzip: true }))
  await writeInFolder(out, `labels/${name}`, writeNifti(label, { elementType: 'uint8', gzip: true }))
}
await writeManifest(out, {
  id: 'prostate-mr',
  name: 'Prostate MR',
  modality: 'MR',
  description:
    'T2-weighted prostate volumes, resampled by their publisher to about 64 × 64 × 60 voxels, with the prostate outlined.',
  licence: 'Apache-2.0 (DeepReg)',
  source: 'DeepRegNet/DeepReg, data/test/nifti/paired, commit 650a2f1a',
  classNames: ['background', 'prostate'],
  channelNames: ['T2'],
  roiShape: [64, 64, 64],
  preprocessing: {
    orientation: 'RAS',
    spacingMm: null,
    intensity: { kind: 'percentiles', low: 0.5, high: 99.5 },
    cropForeground: false,
    padToShape: [64, 64, 64],
    exactShape: null,
  },
  cases: names.map((name, index) => ({
    key: name.replace('.nii.gz', ''),
    images: [`images/${name}`],
    label: `labels/${name}`,
    split: index < trainCount ? 'train' : 'test',
  })),
})

function firstChannel(volume: Volume): Volume {
  const voxels = volume.shape[0] * volume.shape[1] * volume.shape[2]
  return { shape: volume.shape, affine: volume.affine, channelCount: 1, data: volume.data.slice(0, voxels) }
}
