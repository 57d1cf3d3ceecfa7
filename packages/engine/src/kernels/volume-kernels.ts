import { kernels } from './instance.ts'

/** Voxels at once; three volumes' parts stay in the second-level cache. */
const partSize = 16_384
/** Where voxels are summed: the sum's last bits depend on it. */
const summedSize = 2048
const partBytes = 4 * (partSize + 16)
const [firstAt, secondAt, thirdAt] = [1024, 1024 + partBytes, 1024 + 2 * partBytes] as const
const sumsAt = 1024 + 3 * partBytes
const wideSumsAt = sumsAt + 64
const { buffer } = kernels.memory
const wideSums = new Float64Array(buffer, wideSumsAt, partSize)
const [first, second, third] = [firstAt, secondAt, thirdAt].map((at) => new Float32Array(buffer, at, partSize)) as [
  Float32Array,
  Float32Array,
  Float32Array,
]

/** x = clamp(clean + clamp(x - clean, -bound, bound), 0, 1) in place, each operation in float32. */
export function projectLinf(x: Float32Array, clean: Float32Array, bound: number): void {
  inParts(x, [clean], (length) => kernels.projectLinf(firstAt, secondAt, bound, length))
}

/** x += step sign(slope) in place, in float32; a sign of 0 where the slope is 0 or NaN. */
export function ascendLinf(x: Float32Array, slope: Float32Array, step: number): void {
  inParts(x, [slope], (length) => kernels.ascendLinf(firstAt, secondAt, step, length))
}

/** x = clamp(x, least, most) in place, in float32. */
export function clampBetween(x: Float32Array, least: number, most: number): void {
  inParts(x, [], (length) => kernels.clampBetween(firstAt, least, most, length))
}

/** Mean of arrays of one length, value by value: summed in float64 in their order, then rounded to float32. Fresh. */
export function meanOf(arrays: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(arrays[0]?.length ?? 0)
  for (let start = 0; start < mean.length; start += partSize) {
    const length = Math.min(partSize, mean.length - start)
    const whole = (length + 3) & ~3
    wideSums.fill(0, 0, whole)
    for (const array of arrays) {
      first.set(array.subarray(start, start + length))
      kernels.addToSums(firstAt, wideSumsAt, whole)
    }
    kernels.meansOfSums(wideSumsAt, firstAt, arrays.length, whole)
    mean.set(first.subarray(0, length), start)
  }
  return mean
}

/** z becomes x + onward (z - x) + kept (x - before), each operation in float32. */
export function withMomentum(
  z: Float32Array,
  x: Float32Array,
  before: Float32Array,
  { onward, kept }: { readonly onward: number; readonly kept: number },
): void {
  inParts(z, [x, before], (length) => kernels.withMomentum(firstAt, secondAt, thirdAt, onward, kept, length))
}

/** Sum of the squares of what is finite, in float64. */
export function squareSum(values: Float32Array): number {
  let sum = 0
  forEachPart(values, [], summedSize, (length) => {
    sum += kernels.squareSum(firstAt, length)
  })
  return sum
}

/** x += scale * slope in place, in float32, where the slope is finite. */
export function ascendL2(x: Float32Array, slope: Float32Array, scale: number): void {
  inParts(x, [slope], (length) => kernels.ascendL2(firstAt, secondAt, scale, length))
}

/**
 * For delta = x - clean: the sum of room^2 over the voxels that scale * delta would take out of [0, 1], room being what is
 * left up to there, and of delta^2 over the others; float64.
 */
export function clampedSquares(x: Float32Array, clean: Float32Array, scale: number): { clamped: number; free: number } {
  const sums = new Float64Array(buffer, sumsAt, 2).fill(0)
  forEachPart(x, [clean], summedSize, (length) => kernels.clampedSquares(firstAt, secondAt, sumsAt, scale, length))
  return { clamped: sums[0] as number, free: sums[1] as number }
}

/** x = clamp(clean + scale (x - clean), 0, 1) in place, in float32. */
export function shrinkTowards(x: Float32Array, clean: Float32Array, scale: number): void {
  inParts(x, [clean], (length) => kernels.shrinkTowards(firstAt, secondAt, scale, length))
}

/** Sharpness of soft rounding: k and 1 / (1 - a). */
export interface Sharpness {
  readonly k: number
  readonly stretch: number
}

/** c becomes phi(c / q) q, softly rounded. */
export function quantise(c: Float32Array, q: Float32Array, { k, stretch }: Sharpness): void {
  inParts(c, [q], (length) => kernels.quantise(firstAt, secondAt, firstAt, k, stretch, length))
}

/** g times the derivative of phi(c / q) q by q takes g's place. */
export function pullBackRounding(g: Float32Array, c: Float32Array, q: Float32Array, { k, stretch }: Sharpness): void {
  inParts(g, [c, q], (length) => kernels.pullBackRounding(firstAt, secondAt, thirdAt, k, stretch, length))
}

type Others = readonly [] | readonly [Float32Array, Float32Array?]

/** Runs on part after part of the volumes and writes the first one's back. */
function inParts(target: Float32Array, others: Others, run: (length: number) => void): void {
  forEachPart(target, others, partSize, (length, start) => {
    run(length)
    target.set(first.subarray(0, Math.min(partSize, target.length - start)), start)
  })
}

/** Puts parts of `size` of the volumes into the kernels' memory, filled up to whole quads with zeros. */
function forEachPart(
  target: Float32Array,
  [a, b]: Others,
  size: number,
  run: (length: number, start: number) => void,
): void {
  for (let start = 0; start < target.length; start += size) {
    const end = Math.min(target.length, start + size)
    const length = end - start
    const whole = (length + 3) & ~3
    first.set(target.subarray(start, end))
    first.fill(0, length, whole)
    if (a) second.set(a.subarray(start, end))
    if (a) second.fill(0, length, whole)
    if (b) third.set(b.subarray(start, end))
    run(whole, start)
  }
}
