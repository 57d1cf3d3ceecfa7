export { type BlockPlace, classBlock, forEachBlock } from './class-block.ts'
export { countOverlaps } from './count-overlaps.ts'
export { ascendLinf, projectLinf, withMomentum } from './volume-kernels.ts'
