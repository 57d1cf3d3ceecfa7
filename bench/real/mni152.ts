import { join } from 'node:path'
import { readNiftiFile, writeNifti } from '../../packages/engine/src/datasets/index.ts'
import { readFolderArguments, writeInFolder, writeManifest } from './volume-folder.ts'

/**
 * Makes a dataset folder of the ICBM152 T1 template, its label from the white- and grey-matter probability maps, each
 * thresholded at a half. The recipe conforms it as brain networks of FreeSurfer's tradition expect: 256³ voxels of 1 mm,
 * LIA in the order of the file, whose first axis runs fastest; as an array, whose last axis does, that is AIL.
 * `--edge 128` cuts out the middle, for a quicker look.
 * Run: npx tsx bench/real/mni152.ts --out FOLDER [--edge VOXELS]
 */
const { source, out, edge = 256 } = readFolderArguments('mni152')
const read = (tissue: string) => readNiftiFile(join(source, `mni_icbm152_${tissue}_tal_nlin_sym_09a_converted.nii.gz`))
const [image, white, grey] = await Promise.all(['t1', 'wm', 'gm'].map(read))
if (!image || !white || !grey) throw new Error('Three volumes were read.')

// The maps are stored as 0 … 255.
const half = 127.5
const label = white.data.map((value, n) => (value > half ? 1 : (grey.data[n] ?? 0) > half ? 2 : 0))
await writeInFolder(out, 'images/mni152.nii.gz', writeNifti(image, { elementType: 'uint8', gzip: true }))
await writeInFolder(
  out,
  'labels/mni152.nii.gz',
  writeNifti(
    { shape: white.shape, affine: white.affine, channelCount: 1, data: label },
    { elementType: 'uint8', gzip: true },
  ),
)
await writeManifest(out, {
  id: 'mni152',
  name: 'ICBM152 brain tissue',
  modality: 'MR',
  description:
    'The symmetric ICBM 2009a T1 template at 1 mm; white and grey matter from its tissue probability maps above one half.',
  licence:
    'Copyright (C) 1993-2009 Louis Collins, McConnell Brain Imaging Centre, Montreal Neurological Institute, McGill ' +
    'University. Permission to use, copy, modify, and distribute without fee is granted with this notice; provided "as is".',
  source: 'ICBM 152 non-linear symmetric 2009a, as converted in nilearn/nilearn, commit 59fffa24',
  classNames: ['background', 'white matter', 'grey matter'],
  channelNames: ['T1'],
  roiShape: [edge, edge, edge],
  preprocessing: {
    orientation: 'AIL',
    spacingMm: [1, 1, 1],
    intensity: { kind: 'min-max' },
    cropForeground: false,
    padToShape: null,
    exactShape: [edge, edge, edge],
  },
  cases: [{ key: 'mni152', images: ['images/mni152.nii.gz'], label: 'labels/mni152.nii.gz', split: 'test' }],
})
