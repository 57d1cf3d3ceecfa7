import type { Recipe } from './recipe.ts'

/**
 * Head and neck CT of HECKTOR 2022: primary tumour and lymph nodes. The challenge publishes whole CTs; the paper's
 * authors cut them beforehand to at most 176 mm in a way that they do not state, so here they are cut to the body.
 */
export const hecktor: Recipe = {
  manifest: {
    id: 'hecktor',
    name: 'HECKTOR 2022 head and neck CT',
    modality: 'CT',
    description: 'CT of head and neck with primary tumours and lymph nodes, 444 cases for training and 79 ranked on.',
    licence: 'As the challenge states; an end user agreement is needed.',
    source: 'https://hecktor.grand-challenge.org',
    classNames: ['background', 'tumour', 'lymph nodes'],
    channelNames: ['CT'],
    roiShape: [96, 96, 96],
    preprocessing: {
      orientation: 'PLS',
      spacingMm: [1, 1, 1],
      intensity: { kind: 'window', low: -175, high: 250 },
      cropForeground: true,
      padToShape: [176, 176, 176],
      padSide: 'end',
      exactShape: null,
    },
  },
  layouts: [
    { kind: 'files', patterns: [{ id: '[A-Z]+-\\d{3}', images: ['imagesTr/{id}__CT'], label: 'labelsTr/{id}' }] },
    { kind: 'files', patterns: [{ id: '[A-Z]+-\\d{3}', images: ['ct/{id}_ct_trans'], label: 'gtvt/{id}_gtvt_trans' }] },
  ],
  split: {
    test: [
      'CHUM-001 CHUM-002 CHUM-015 CHUM-035 CHUM-042 CHUM-043 CHUM-053 CHUM-061 CHUM-063 CHUP-001 CHUP-020',
      'CHUP-022 CHUP-036 CHUP-050 CHUP-053 CHUP-058 CHUP-070 CHUP-072 CHUS-009 CHUS-036 CHUS-042 CHUS-047',
      'CHUS-058 CHUS-060 CHUS-065 CHUS-067 CHUS-090 CHUV-004 CHUV-005 CHUV-010 CHUV-015 CHUV-022 CHUV-025',
      'CHUV-028 CHUV-032 CHUV-034 CHUV-040 CHUV-042 CHUV-048 CHUV-049 HGJ-013 HGJ-026 HGJ-036 HGJ-043 HGJ-065',
      'HGJ-069 HGJ-077 HGJ-078 HGJ-080 HMR-028 HMR-034 MDA-006 MDA-020 MDA-025 MDA-029 MDA-034 MDA-038 MDA-041',
      'MDA-044 MDA-047 MDA-056 MDA-057 MDA-059 MDA-060 MDA-086 MDA-095 MDA-110 MDA-115 MDA-116 MDA-124 MDA-130',
      'MDA-142 MDA-143 MDA-167 MDA-173 MDA-184 MDA-187 MDA-197 MDA-198',
    ].flatMap((line) => line.split(' ')),
    leftOut: [],
    source: 'json_files/dataset_hecktor.json of the repository of arXiv 2406.08486, "test"',
  },
}

/**
 * The same cases with PET as a second channel, resampled onto the CT's grid. PET is in standardised uptake values; the
 * window 0 … 20 is this project's choice, since the paper uses CT alone.
 */
export const hecktorPetCt: Recipe = {
  ...hecktor,
  manifest: {
    ...hecktor.manifest,
    id: 'hecktor-pet-ct',
    name: 'HECKTOR 2022 head and neck PET/CT',
    modality: 'PET-CT',
    description: 'The cases of hecktor with PET as a second channel: CT and PET (standardised uptake values 0 to 20).',
    channelNames: ['CT', 'PET'],
    preprocessing: {
      ...hecktor.manifest.preprocessing,
      alignChannels: true,
      intensity: [
        { kind: 'window', low: -175, high: 250 },
        { kind: 'window', low: 0, high: 20 },
      ],
    },
  },
  layouts: [
    {
      kind: 'files',
      patterns: [{ id: '[A-Z]+-\\d{3}', images: ['imagesTr/{id}__CT', 'imagesTr/{id}__PT'], label: 'labelsTr/{id}' }],
    },
  ],
}
