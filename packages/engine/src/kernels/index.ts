export { type BlockPlace, classBlock, forEachBlock } from './class-block.ts'
export { countOverlaps } from './count-overlaps.ts'
export { cosineTransform, mostLanes } from './cosine-transform.ts'
export { type AxisSums, mapVolume } from './map-volume.ts'
export {
  ascendL2,
  ascendLinf,
  clampBetween,
  clampedSquares,
  meanOf,
  projectLinf,
  pullBackRounding,
  quantise,
  type Sharpness,
  shrinkTowards,
  squareSum,
  withMomentum,
} from './volume-kernels.ts'
