export { type BlockPlace, classBlock, forEachBlock } from './class-block.ts'
export { countOverlaps } from './count-overlaps.ts'
export { cosineTransform, mostLanes } from './cosine-transform.ts'
export { ascendLinf, projectLinf, pullBackRounding, quantise, type Sharpness, withMomentum } from './volume-kernels.ts'
