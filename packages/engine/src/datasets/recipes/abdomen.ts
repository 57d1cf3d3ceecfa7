import type { Recipe } from './recipe.ts'

/**
 * Abdominal CT of FLARE 2022, which the paper calls AbdomenCT-1K. Its authors resampled beforehand to a voxel size that
 * they do not state; 1.5 × 1.5 × 2 mm is their setting for the other datasets.
 */
export const abdomen: Recipe = {
  manifest: {
    id: 'abdomen',
    name: 'FLARE 2022 abdomen CT',
    modality: 'CT',
    description: 'Abdominal CT with thirteen organs, 50 cases for training and 50 of other hospitals ranked on.',
    licence: 'As the challenge states.',
    source: 'https://flare22.grand-challenge.org',
    classNames: [
      'background',
      'liver',
      'right kidney',
      'spleen',
      'pancreas',
      'aorta',
      'inferior vena cava',
      'right adrenal gland',
      'left adrenal gland',
      'gallbladder',
      'esophagus',
      'stomach',
      'duodenum',
      'left kidney',
    ],
    channelNames: ['CT'],
    roiShape: [96, 96, 96],
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
  layouts: [
    {
      kind: 'files',
      patterns: [
        { id: 'FLARE22_Tr_\\d{4}', images: ['imagesTr/{id}_0000'], label: 'labelsTr/{id}' },
        { id: 'FLARETs_\\d{4}', images: ['imagesVal/{id}_0000'], label: 'labelsVal/{id}' },
      ],
    },
  ],
  split: {
    test: Array.from({ length: 50 }, (_, n) => `FLARETs_${String(n + 1).padStart(4, '0')}`),
    leftOut: [],
    source:
      'json_files/dataset_abdomen.json of the repository of arXiv 2406.08486, "validation": the 50 labelled validation cases',
  },
}
