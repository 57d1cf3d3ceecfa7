import type { FloatTensor } from '../../tensor/index.ts'
import { type ReusedArrays, reusedArrays } from './reused-arrays.ts'

/** Constants of Wang et al. (2004) for values in [0, 1], and the window of 3 voxels an axis, sigma 1.5. */
const c1 = 0.01 ** 2
const c2 = 0.03 ** 2
const side = Math.exp(-1 / (2 * 1.5 ** 2))
const outer = side / (1 + 2 * side)
const inner = 1 / (1 + 2 * side)

/**
 * SSIM in three dimensions with its gradient by y: means, variances and covariance under a Gaussian window of 3^3 voxels
 * that lies wholly in a block of `block` voxels an axis, K = 0.01 and 0.03; the mean over each block, 0 where that is
 * negative, then the mean over blocks and channels. An axis whose block is shorter than 3 has no window. `block` absent:
 * one block, the volume. In float64 but for the gradient.
 */
export function structuralSimilarity(
  x: FloatTensor,
  y: FloatTensor,
  block: number = Number.POSITIVE_INFINITY,
): { ssim: number; dy: Float32Array } {
  return similarityTo(x, block)(y)
}

/** The same against one x many times: what depends on it alone is computed once. The gradient is valid until the next call. */
export function similarityTo(
  x: FloatTensor,
  block: number = Number.POSITIVE_INFINITY,
): (y: FloatTensor) => { ssim: number; dy: Float32Array } {
  const rooms = reusedArrays()
  const references = blocksOf(x.shape, block).map((place) => referenceOf(x.data, place, rooms))
  const dy = new Float32Array(x.data.length)
  return (y) => {
    dy.fill(0)
    let sum = 0
    for (const reference of references) {
      sum += Math.max(0, blockSimilarity(reference, y.data, rooms, { dy, share: 1 / references.length }))
    }
    return { ssim: sum / references.length, dy }
  }
}

/**
 * SSIM of whole volumes, without a gradient: the mean over every window, taken slab by slab so that memory stays that of
 * a few planes. What the suite reports of an attacked volume.
 */
export function volumeSimilarity(x: FloatTensor, y: FloatTensor): number {
  const slab = 16
  const rooms = reusedArrays()
  let sum = 0
  let count = 0
  for (const whole of blocksOf(y.shape, Number.POSITIVE_INFINITY)) {
    const [d, h, w] = whole.size
    for (let i = 0; i === 0 || i < d - 2; i += slab) {
      const size = [Math.min(slab + 2, d - i), h, w] as const
      const windows = Math.max(1, size[0] - 2)
      const place = { first: whole.first + i * h * w, strides: whole.strides, size }
      sum += windows * blockSimilarity(referenceOf(x.data, place, rooms), y.data, rooms)
      count += windows
    }
  }
  return sum / count
}

interface Block {
  readonly first: number
  /** Of the volume, to the next row and to the next plane of it. */
  readonly strides: readonly [number, number]
  readonly size: readonly [number, number, number]
}

function blocksOf(shape: readonly number[], block: number): Block[] {
  const [d = 1, h = 1, w = 1] = shape.slice(-3)
  const planes = shape.slice(0, -3).reduce((product, extent) => product * extent, 1)
  const blocks: Block[] = []
  for (let plane = 0; plane < planes; plane++) {
    for (let i = 0; i < d; i += block) {
      for (let j = 0; j < h; j += block) {
        for (let k = 0; k < w; k += block) {
          blocks.push({
            first: ((plane * d + i) * h + j) * w + k,
            strides: [w, h * w],
            size: [Math.min(block, d - i), Math.min(block, h - j), Math.min(block, w - k)],
          })
        }
      }
    }
  }
  return blocks
}

/** What one block of x has to do with every y. */
interface Reference {
  readonly place: Block
  readonly values: Float64Array
  readonly mean: Float64Array
  readonly meanSquare: Float64Array
}

function referenceOf(x: Float32Array, place: Block, rooms: ReusedArrays): Reference {
  const values = cut(x, place, new Float64Array(sizeOf(place.size)))
  return {
    place,
    values,
    mean: windowed(values, place.size, rooms, 'y').slice(),
    meanSquare: windowed(product(values, values, rooms), place.size, rooms, 'yy').slice(),
  }
}

/** Mean SSIM of one block; adds `share` times its gradient to `dy`, if given, unless the mean is negative. */
function blockSimilarity(
  { place, values: xs, mean: meanX, meanSquare: meanXX }: Reference,
  y: Float32Array,
  rooms: ReusedArrays,
  gradient?: { readonly dy: Float32Array; readonly share: number },
): number {
  const { size } = place
  const ys = cut(y, place, rooms('cut', sizeOf(size)))
  const meanY = windowed(ys, size, rooms, 'y')
  const meanYY = windowed(product(ys, ys, rooms), size, rooms, 'yy')
  const meanXY = windowed(product(xs, ys, rooms), size, rooms, 'xy')
  const count = meanX.length
  let sum = 0
  // The gradients by the three windowed means in which y occurs take those means' places.
  for (let i = 0; i < count; i++) {
    const mx = meanX[i] as number
    const my = meanY[i] as number
    const a1 = 2 * mx * my + c1
    const b1 = mx * mx + my * my + c1
    const a2 = 2 * ((meanXY[i] as number) - mx * my) + c2
    const b2 = (meanXX[i] as number) - mx * mx + (meanYY[i] as number) - my * my + c2
    const similarity = (a1 * a2) / (b1 * b2)
    sum += similarity
    const byCovariance = (2 * a1) / (b1 * b2)
    const byVariance = -similarity / b2
    meanXY[i] = byCovariance
    meanYY[i] = byVariance
    meanY[i] = (2 * mx * a2) / (b1 * b2) - (2 * my * similarity) / b1 - mx * byCovariance - 2 * my * byVariance
  }
  const mean = sum / count
  if (!gradient || !(mean > 0)) return mean
  const { dy, share } = gradient
  const byMean = spread(meanY, size, rooms, 'by mean')
  const bySquare = spread(meanYY, size, rooms, 'by square')
  const byProduct = spread(meanXY, size, rooms, 'by product')
  const scale = share / count
  for (let row = 0, i = 0; i < ys.length; row++) {
    const first = rowStart(place, row)
    for (let k = 0; k < size[2]; k++, i++) {
      const slope =
        (byMean[i] as number) +
        2 * (ys[i] as number) * (bySquare[i] as number) +
        (xs[i] as number) * (byProduct[i] as number)
      dy[first + k] = (dy[first + k] as number) + scale * slope
    }
  }
  return mean
}

function cut(values: Float32Array, place: Block, result: Float64Array): Float64Array {
  const w = place.size[2]
  for (let row = 0, i = 0; i < result.length; row++) {
    const first = rowStart(place, row)
    for (let k = 0; k < w; k++, i++) result[i] = values[first + k] as number
  }
  return result
}

/** Where the block's row of this number begins in the volume. */
function rowStart({ first, strides, size }: Block, row: number): number {
  return first + Math.floor(row / size[1]) * strides[1] + (row % size[1]) * strides[0]
}

function product(a: Float64Array, b: Float64Array, rooms: ReusedArrays): Float64Array {
  const result = rooms('product', a.length)
  for (let i = 0; i < a.length; i++) result[i] = (a[i] as number) * (b[i] as number)
  return result
}

type Size = readonly [number, number, number]

/**
 * Weighted means under every whole window of a block of `size`, in the array of this name: each axis of 3 voxels or more
 * becomes shorter by 2.
 */
function windowed(values: Float64Array, size: Size, rooms: ReusedArrays, name: string): Float64Array {
  let current = values
  let extents = size
  for (const axis of [2, 1, 0] as const) {
    const extent = extents[axis]
    if (extent < 3) continue
    const shorter = extents.with(axis, extent - 2) as unknown as Size
    const stride = strideOf(extents, axis)
    const result = rooms(`${name} along ${axis}`, sizeOf(shorter))
    const run = (extent - 2) * stride
    for (let to = 0, from = 0; to < result.length; to += run, from += extent * stride) {
      for (let i = 0; i < run; i++) {
        const at = from + i
        result[to + i] =
          outer * ((current[at] as number) + (current[at + 2 * stride] as number)) +
          inner * (current[at + stride] as number)
      }
    }
    current = result
    extents = shorter
  }
  return current === values ? values.slice() : current
}

/** The adjoint of `windowed`, back to a block of `size`; the terms of a sum in the order of the means they come from. */
function spread(values: Float64Array, size: Size, rooms: ReusedArrays, name: string): Float64Array {
  let current = values
  let extents = size.map((extent) => (extent < 3 ? extent : extent - 2)) as unknown as Size
  for (const axis of [0, 1, 2] as const) {
    const extent = size[axis]
    if (extent < 3) continue
    const stride = strideOf(extents, axis)
    extents = extents.with(axis, extent) as unknown as Size
    const result = rooms(`${name} along ${axis}`, sizeOf(extents))
    const run = (extent - 2) * stride
    for (let from = 0, to = 0; from < current.length; from += run, to += extent * stride) {
      for (let i = 0; i < extent * stride; i++) {
        for (; i >= 2 * stride && i < run; i++) {
          const at = from + i
          const early = outer * (current[at - 2 * stride] as number) + inner * (current[at - stride] as number)
          result[to + i] = early + outer * (current[at] as number)
        }
        let sum = i < 2 * stride ? 0 : outer * (current[from + i - 2 * stride] as number)
        if (i >= stride && i < run + stride) sum += inner * (current[from + i - stride] as number)
        if (i < run) sum += outer * (current[from + i] as number)
        result[to + i] = sum
      }
    }
    current = result
  }
  return current
}

function strideOf(size: Size, axis: 0 | 1 | 2): number {
  return axis === 2 ? 1 : axis === 1 ? size[2] : size[1] * size[2]
}

function sizeOf([d, h, w]: Size): number {
  return d * h * w
}
