import type { Recipe } from './recipe.ts'

/** Abdominal CT of the challenge "Beyond the Cranial Vault" (Synapse syn3193805), prepared as the paper's code does. */
export const btcv: Recipe = {
  manifest: {
    id: 'btcv',
    name: 'BTCV abdomen CT',
    modality: 'CT',
    description: 'Portal venous abdominal CT with thirteen organs, 18 cases for training and 12 ranked on.',
    licence: 'As the challenge states; registration needed.',
    source: 'https://www.synapse.org/Synapse:syn3193805',
    classNames: [
      'background',
      'spleen',
      'right kidney',
      'left kidney',
      'gallbladder',
      'esophagus',
      'liver',
      'stomach',
      'aorta',
      'inferior vena cava',
      'portal and splenic veins',
      'pancreas',
      'right adrenal gland',
      'left adrenal gland',
    ],
    channelNames: ['CT'],
    roiShape: [96, 96, 96],
    preprocessing: {
      orientation: 'RAS',
      spacingMm: [1.5, 1.5, 2],
      intensity: { kind: 'window', low: -175, high: 250 },
      cropForeground: true,
      padToShape: null,
      exactShape: null,
    },
  },
  layouts: [
    {
      kind: 'files',
      patterns: [{ id: '\\d{4}', images: ['Training/img/img{id}'], label: 'Training/label/label{id}' }],
    },
    { kind: 'files', patterns: [{ id: '\\d{4}', images: ['imagesTr/img{id}'], label: 'labelsTr/label{id}' }] },
    { kind: 'files', patterns: [{ id: '\\d{4}', images: ['img/img{id}'], label: 'label/label{id}' }] },
  ],
  split: {
    test: ['0001', '0002', '0003', '0004', '0008', '0022', '0025', '0029', '0032', '0035', '0036', '0038'],
    leftOut: [],
    source: 'json_files/dataset_synapse_18_12.json of the repository of arXiv 2406.08486, "validation"',
  },
}
