import { kernels } from './instance.ts'

/** Lines that are transformed side by side. */
export const mostLanes = 64
const mostRows = 256

const matrixAt = 1024
const inputAt = matrixAt + 8 * mostRows * mostRows
const outputAt = inputAt + 8 * mostRows * mostLanes
const { buffer } = kernels.memory

/**
 * Room for `size` rows of `mostLanes` values that one orthonormal matrix [size][size], whose rows are even or odd in turn
 * about their middle, or its transpose maps from `input` to `output`. One for all callers: fill, run and read it without
 * another in between. Throws a RangeError beyond 256 rows.
 */
export function cosineTransform(
  matrix: Float64Array,
  size: number,
): { input: Float64Array; output: Float64Array; run: (direction: 'forward' | 'inverse') => void } {
  if (size > mostRows) throw new RangeError(`A block of ${size} voxels an axis is too long; at most ${mostRows} go.`)
  new Float64Array(buffer, matrixAt, size * size).set(matrix)
  return {
    input: new Float64Array(buffer, inputAt, size * mostLanes),
    output: new Float64Array(buffer, outputAt, size * mostLanes),
    run: (direction) => kernels[direction === 'forward' ? 'analyse' : 'synthesise'](matrixAt, inputAt, outputAt, size),
  }
}
