import { kernels } from './instance.ts'

/** Voxels of a block: its planes of a few classes stay in the second-level cache. */
const blockSize = 4096
const mostClasses = 256

/** Between the planes of two classes. Not a power of two, which would put all planes into the same lines of a cache. */
const stride = blockSize + 16

// A first page is left free: nothing lies at address 0.
const planesAt = 1024
const labelsAt = planesAt + 4 * stride * mostClasses
const sharesAt = labelsAt + 4 * blockSize
const crossEntropyAt = sharesAt + 4 * blockSize
const weightsAt = crossEntropyAt + 8 * blockSize
const sumsAt = weightsAt + 8 * blockSize
const slopesAt = sumsAt + 24 * mostClasses
const byClassAt = slopesAt + 8 * mostClasses
const correctAt = byClassAt + 8 * mostClasses
const classesAt = correctAt + blockSize

const { buffer } = kernels.memory
const planes = new Float32Array(buffer, planesAt, stride * mostClasses)
const labels = new Int32Array(buffer, labelsAt, blockSize)
const shares = new Float32Array(buffer, sharesAt, blockSize)
const crossEntropy = new Float64Array(buffer, crossEntropyAt, blockSize)
const weights = new Float64Array(buffer, weightsAt, blockSize)
const sums = new Float64Array(buffer, sumsAt, 3 * mostClasses)
const slopes = new Float32Array(buffer, slopesAt, 2 * mostClasses)
const weightByClass = new Float64Array(buffer, byClassAt, mostClasses)

/** Where a block lies in planes [classCount][voxels] that begin at `first`. */
export interface BlockPlace {
  readonly first: number
  readonly voxels: number
  readonly classCount: number
  readonly start: number
  readonly length: number
}

/**
 * The working memory of the kernels over classes: a block of up to `blockSize` voxels, each with `classCount` values. One
 * for all callers, valid until the next block is loaded.
 */
export const classBlock = {
  /** -log p_y after `powers`, the divergence after `jensenShannonWeights`. */
  crossEntropy,
  /** 1 where the first largest logit is the label's, after `powers`. */
  correct: new Uint8Array(buffer, correctAt, blockSize),
  /** What `residual` multiplies each voxel by. */
  weights,
  /** Each voxel's class, the first largest logit, after `powers` and `predict`. */
  classes: new Uint8Array(buffer, classesAt, blockSize),
  /** Sum y p, sum p^2 and sum y of each class, added up by `addDiceSums`. */
  sums,
  /** For `diceGradient`: slope and share at the label of each class. */
  slopes,

  load(source: Float32Array, { first, voxels, classCount, start, length }: BlockPlace): void {
    for (let k = 0; k < classCount; k++) {
      const from = first + k * voxels + start
      planes.set(source.subarray(from, from + length), k * stride)
    }
  },
  /** The label's voxels from `start` on; the rest of the last quad is of no class. */
  loadLabels(label: Uint8Array, start: number, length: number): void {
    labels.set(label.subarray(start, start + length))
    labels.fill(-1, length, octets(length))
  },
  store(target: Float32Array, { first, voxels, classCount, start, length }: BlockPlace): void {
    for (let k = 0; k < classCount; k++) {
      target.set(planes.subarray(k * stride, k * stride + length), first + k * voxels + start)
    }
  },

  /**
   * Logits become e^(z - max z), p but for each voxel's share; fills `classes` and `correct`. Returns whether every label
   * names a class and whether all logits are finite.
   */
  powers({ classCount, length }: BlockPlace): { isKnown: boolean; isFinite: boolean } {
    const padded = octets(length)
    for (let k = 0; k < classCount; k++) planes.fill(0, k * stride + length, k * stride + padded)
    const found = kernels.powers(
      planesAt,
      labelsAt,
      sharesAt,
      crossEntropyAt,
      classesAt,
      correctAt,
      classCount,
      stride,
      padded,
    )
    shares.fill(0, length, padded)
    crossEntropy.fill(0, length, padded)
    return { isKnown: (found & 1) !== 0, isFinite: (found & 2) !== 0 }
  },
  /** Powers become p. */
  normalise({ classCount, length }: BlockPlace): void {
    kernels.normalise(planesAt, sharesAt, classCount, stride, quads(length))
  },
  /** Powers become w (p - y). */
  residual({ classCount, length }: BlockPlace): void {
    kernels.residual(planesAt, labelsAt, sharesAt, weightsAt, classCount, stride, quads(length))
  },
  /** Sum of w CE; a weight of 0 counts as nothing, whatever the cross-entropy. */
  weightedSum({ length }: BlockPlace): number {
    weights.fill(0, length, quads(length))
    return kernels.weightedSum(weightsAt, crossEntropyAt, quads(length))
  },
  /** Sum of what `crossEntropy` holds. */
  sum({ length }: BlockPlace): number {
    crossEntropy.fill(0, length, quads(length))
    return kernels.sum(crossEntropyAt, quads(length))
  },
  /** w = share p_y / ||p||. */
  cosineWeights(share: number, { classCount, length }: BlockPlace): void {
    kernels.cosineWeights(planesAt, labelsAt, weightsAt, share, classCount, stride, quads(length))
  },
  /**
   * w = the share of the voxel's class in `byClass` where the prediction is right, 0 elsewhere. Returns `tracked` plus
   * the sum of share CE over all voxels.
   */
  classWeights(byClass: Float64Array, tracked: number, { length }: BlockPlace): number {
    weightByClass.set(byClass)
    return kernels.classWeights(labelsAt, correctAt, crossEntropyAt, byClassAt, weightsAt, tracked, length)
  },
  /** w = the slope of share JS, which takes the cross-entropy's place. */
  jensenShannonWeights(share: number, { classCount, length }: BlockPlace): void {
    kernels.jensenShannonWeights(
      planesAt,
      labelsAt,
      sharesAt,
      crossEntropyAt,
      weightsAt,
      share,
      classCount,
      stride,
      quads(length),
    )
  },
  /** Powers become p. */
  addDiceSums({ classCount, length }: BlockPlace): void {
    kernels.diceSums(planesAt, labelsAt, sharesAt, sumsAt, classCount, stride, quads(length))
  },
  /** p becomes the gradient of Dice and of share times the cross-entropy. */
  diceGradient(share: number, { classCount, length }: BlockPlace): void {
    kernels.diceGradient(planesAt, labelsAt, slopesAt, share, classCount, stride, octets(length))
  },
  /** Fills `classes`. Returns whether all logits are finite. */
  predict({ classCount, length }: BlockPlace): boolean {
    for (let k = 0; k < classCount; k++) planes.fill(0, k * stride + length, k * stride + quads(length))
    return kernels.prediction(planesAt, classesAt, classCount, stride, quads(length)) !== 0
  },
}

/** Calls `visit` for each block of a volume whose planes begin at `first`. */
export function forEachBlock(
  { first, voxels, classCount }: Pick<BlockPlace, 'first' | 'voxels' | 'classCount'>,
  visit: (place: BlockPlace) => void,
): void {
  if (classCount > mostClasses)
    throw new RangeError(`The logits have ${classCount} classes; at most ${mostClasses} go.`)
  for (let start = 0; start < voxels; start += blockSize) {
    visit({ first, voxels, classCount, start, length: Math.min(blockSize, voxels - start) })
  }
}

function quads(length: number): number {
  return (length + 3) & ~3
}

function octets(length: number): number {
  return (length + 7) & ~7
}
