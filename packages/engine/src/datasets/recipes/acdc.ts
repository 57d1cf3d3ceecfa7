import type { Recipe } from './recipe.ts'

/**
 * Short-axis cine MR of the Automated Cardiac Diagnosis Challenge: both labelled frames of 100 patients, resampled and
 * centred in a cube, by percentiles.
 */
export const acdc: Recipe = {
  manifest: {
    id: 'acdc',
    name: 'ACDC cardiac MR',
    modality: 'MR',
    description:
      'Short-axis cine MR at end-diastole and end-systole; 140 frames for training, 20 ranked on, 40 left out as the ' +
      "paper's test set. Each channel is scaled by its own percentiles.",
    licence: 'As the challenge states.',
    source: 'https://www.creatis.insa-lyon.fr/Challenge/acdc/',
    classNames: ['background', 'right ventricle', 'myocardium', 'left ventricle'],
    channelNames: ['MR'],
    roiShape: [96, 96, 96],
    preprocessing: {
      orientation: 'RAS',
      spacingMm: [1.5, 1.5, 2],
      intensity: { kind: 'percentiles', low: 0.5, high: 99.5 },
      cropForeground: false,
      padToShape: null,
      exactShape: [96, 96, 96],
    },
  },
  layouts: [
    { kind: 'patients', folder: 'training' },
    { kind: 'patients', folder: 'database/training' },
    {
      kind: 'files',
      patterns: [{ id: 'patient\\d{3}_frame\\d{2}', images: ['imagesTr/{id}'], label: 'labelsTr/{id}_gt' }],
    },
  ],
  split: {
    test: [
      'patient089_frame01 patient089_frame10 patient090_frame04 patient090_frame11 patient091_frame01',
      'patient091_frame09 patient093_frame01 patient093_frame14 patient094_frame01 patient094_frame07',
      'patient096_frame01 patient096_frame08 patient097_frame01 patient097_frame11 patient098_frame01',
      'patient098_frame09 patient099_frame01 patient099_frame09 patient100_frame01 patient100_frame13',
    ].flatMap((line) => line.split(' ')),
    leftOut: [
      'patient002_frame01 patient002_frame12 patient003_frame01 patient003_frame15 patient008_frame01',
      'patient008_frame13 patient009_frame01 patient009_frame13 patient012_frame01 patient012_frame13',
      'patient014_frame01 patient014_frame13 patient017_frame01 patient017_frame09 patient024_frame01',
      'patient024_frame09 patient042_frame01 patient042_frame16 patient048_frame01 patient048_frame08',
      'patient049_frame01 patient049_frame11 patient053_frame01 patient053_frame12 patient055_frame01',
      'patient055_frame10 patient064_frame01 patient064_frame12 patient067_frame01 patient067_frame10',
      'patient079_frame01 patient079_frame11 patient081_frame01 patient081_frame07 patient088_frame01',
      'patient088_frame12 patient092_frame01 patient092_frame06 patient095_frame01 patient095_frame12',
    ].flatMap((line) => line.split(' ')),
    source:
      'json_files/dataset_acdc_140_20_.json of the repository of arXiv 2406.08486, "validation" (its "test" is left out)',
  },
}

/**
 * The same frames as the paper's code prepares them, for comparison with its numbers: MR intensities clipped at the CT
 * window -175 … 250, which saturates much of the heart and leaves nothing at 0, so that the crop to the foreground cuts
 * nothing; then padded behind the last slice.
 */
export const acdcPaper: Recipe = {
  ...acdc,
  manifest: {
    ...acdc.manifest,
    id: 'acdc-paper',
    name: 'ACDC cardiac MR, as in the paper',
    description:
      'The frames of acdc as arXiv 2406.08486 prepares them: MR clipped at the window of CT, which saturates much of ' +
      'the heart. For comparison with that paper; acdc is the one to rank on.',
    preprocessing: {
      orientation: 'RAS',
      spacingMm: [1.5, 1.5, 2],
      intensity: { kind: 'window', low: -175, high: 250 },
      cropForeground: true,
      padToShape: [1, 1, 96],
      padSide: 'end',
      exactShape: null,
    },
  },
}
