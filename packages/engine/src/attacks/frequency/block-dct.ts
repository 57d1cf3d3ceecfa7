import { cosineTransform, mostLanes } from '../../kernels/index.ts'

/** An orthonormal transform of volumes [planes, D, H, W], in place; returns what it was given. */
export interface BlockTransform {
  forward(volume: Float32Array): Float32Array
  /** Inverse and, the transform being orthonormal, adjoint of `forward`. */
  inverse(coefficients: Float32Array): Float32Array
}

/**
 * DCT-II in three dimensions, orthonormal, over blocks of `block` voxels an axis that start at the origin; where an axis
 * is no multiple of the block, its last block is shorter. Coefficients lie where their block's voxels lie. Sums are
 * float64, rounded to float32 after each axis.
 */
export function blockDct(shape: readonly number[], block: number): BlockTransform {
  const [d = 1, h = 1, w = 1] = shape.slice(-3)
  const axes = [
    { extent: d, stride: h * w },
    { extent: h, stride: w },
    { extent: w, stride: 1 },
  ]
  const along = (values: Float32Array, direction: Direction): Float32Array => {
    for (const { extent, stride } of axes) {
      for (let start = 0; start < extent; start += block) {
        transformRuns(
          values,
          { first: start * stride, size: Math.min(block, extent - start), stride, extent },
          direction,
        )
      }
    }
    return values
  }
  return { forward: (volume) => along(volume, 'forward'), inverse: (coefficients) => along(coefficients, 'inverse') }
}

type Direction = 'forward' | 'inverse'

interface Run {
  /** Of the axis' block within a slab of extent * stride values. */
  readonly first: number
  readonly size: number
  readonly stride: number
  readonly extent: number
}

/** One block of the axis, in every slab, in place. */
function transformRuns(values: Float32Array, { first, size, stride, extent }: Run, direction: Direction): void {
  const { input, output, run } = cosineTransform(dctMatrix(size), size)
  const slab = extent * stride
  const lines = (values.length / slab) * stride
  const origins = new Int32Array(mostLanes)
  for (let line = 0; line < lines; line += mostLanes) {
    const lanes = Math.min(mostLanes, lines - line)
    for (let lane = 0; lane < lanes; lane++) {
      const at = line + lane
      origins[lane] = Math.floor(at / stride) * slab + (at % stride) + first
    }
    for (let i = 0; i < size; i++) {
      for (let lane = 0; lane < lanes; lane++) {
        input[i * mostLanes + lane] = values[(origins[lane] as number) + i * stride] as number
      }
    }
    run(direction)
    for (let i = 0; i < size; i++) {
      for (let lane = 0; lane < lanes; lane++) {
        values[(origins[lane] as number) + i * stride] = output[i * mostLanes + lane] as number
      }
    }
  }
}

const matrices = new Map<number, Float64Array>()

/** matrix_ki = sqrt((k ? 2 : 1) / size) cos(pi k (2 i + 1) / (2 size)). */
function dctMatrix(size: number): Float64Array {
  const known = matrices.get(size)
  if (known) return known
  const matrix = new Float64Array(size * size)
  for (let k = 0; k < size; k++) {
    const scale = Math.sqrt((k === 0 ? 1 : 2) / size)
    for (let i = 0; i < size; i++) matrix[k * size + i] = scale * Math.cos((Math.PI * k * (2 * i + 1)) / (2 * size))
  }
  matrices.set(size, matrix)
  return matrix
}
