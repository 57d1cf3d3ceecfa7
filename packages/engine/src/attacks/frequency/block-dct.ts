/** An orthonormal transform of volumes [planes, D, H, W]; both directions return fresh float32 arrays. */
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
    const result = values.slice()
    for (const { extent, stride } of axes) {
      for (let start = 0; start < extent; start += block) {
        transformRuns(
          result,
          { first: start * stride, size: Math.min(block, extent - start), stride, extent },
          direction,
        )
      }
    }
    return result
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

/** Lines handled at once, so that the inner loop runs over neighbours in memory whatever the axis. */
const laneCount = 64

/**
 * One block of the axis, in every slab, in place. Rows of the DCT are even or odd about the block's middle, so each
 * works on sums or differences of mirrored values: half the products.
 */
function transformRuns(values: Float32Array, { first, size, stride, extent }: Run, direction: Direction): void {
  const matrix = dctMatrix(size)
  const input = new Float64Array(size * laneCount)
  const output = new Float64Array(size * laneCount)
  const slab = extent * stride
  const lines = (values.length / slab) * stride
  for (let line = 0; line < lines; line += laneCount) {
    const lanes = Math.min(laneCount, lines - line)
    const origins = Array.from({ length: lanes }, (_, lane) => {
      const at = line + lane
      return Math.floor(at / stride) * slab + (at % stride) + first
    })
    for (let lane = 0; lane < lanes; lane++) {
      const origin = origins[lane] as number
      for (let i = 0; i < size; i++) input[i * laneCount + lane] = values[origin + i * stride] as number
    }
    if (direction === 'forward') analyse(matrix, size, input, output)
    else synthesise(matrix, size, input, output)
    for (let lane = 0; lane < lanes; lane++) {
      const origin = origins[lane] as number
      for (let i = 0; i < size; i++) values[origin + i * stride] = output[i * laneCount + lane] as number
    }
  }
}

/** output_k = sum_i matrix_ki input_i, folding i and size - 1 - i together. The input is consumed. */
function analyse(matrix: Float64Array, size: number, input: Float64Array, output: Float64Array): void {
  const half = size >> 1
  for (let i = 0; i < half; i++) fold(input, i * laneCount, (size - 1 - i) * laneCount)
  for (let k = 0; k < size; k++) {
    const to = k * laneCount
    const isOdd = k % 2 === 1
    output.fill(0, to, to + laneCount)
    for (let i = 0; i < half; i++)
      accumulate(output, to, input, (isOdd ? size - 1 - i : i) * laneCount, matrix[k * size + i] as number)
    if (size % 2 === 1 && !isOdd) accumulate(output, to, input, half * laneCount, matrix[k * size + half] as number)
  }
}

/** output_i = sum_k matrix_ki input_k: the even and the odd coefficients' shares, then both their sum and difference. */
function synthesise(matrix: Float64Array, size: number, input: Float64Array, output: Float64Array): void {
  const half = size >> 1
  output.fill(0)
  for (let k = 0; k < size; k++) {
    const from = k * laneCount
    const isOdd = k % 2 === 1
    for (let i = 0; i < half; i++)
      accumulate(output, (isOdd ? size - 1 - i : i) * laneCount, input, from, matrix[k * size + i] as number)
    if (size % 2 === 1 && !isOdd) accumulate(output, half * laneCount, input, from, matrix[k * size + half] as number)
  }
  for (let i = 0; i < half; i++) fold(output, i * laneCount, (size - 1 - i) * laneCount)
}

/** (a, b) becomes (a + b, a - b), lane by lane. */
function fold(values: Float64Array, a: number, b: number): void {
  for (let lane = 0; lane < laneCount; lane++) {
    const low = values[a + lane] as number
    const high = values[b + lane] as number
    values[a + lane] = low + high
    values[b + lane] = low - high
  }
}

function accumulate(to: Float64Array, toStart: number, from: Float64Array, fromStart: number, weight: number): void {
  for (let lane = 0; lane < laneCount; lane++) {
    to[toStart + lane] = (to[toStart + lane] as number) + weight * (from[fromStart + lane] as number)
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
