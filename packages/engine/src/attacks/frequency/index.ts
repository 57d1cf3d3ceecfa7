export { type BlockTransform, blockDct } from './block-dct.ts'
export { stretchSlices } from './slice-range.ts'
export { type SoftRounding, softRounding } from './soft-rounding.ts'
export { similarityTo, structuralSimilarity, volumeSimilarity } from './structural-similarity.ts'
