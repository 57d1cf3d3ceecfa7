import { kernels } from './instance.ts'

/** Voxels at once; three volumes' parts stay in the nearest cache. */
const partSize = 2048
const partBytes = 4 * (partSize + 16)
const [firstAt, secondAt, thirdAt] = [1024, 1024 + partBytes, 1024 + 2 * partBytes] as const
const { buffer } = kernels.memory
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

/** z becomes x + onward (z - x) + kept (x - before), each operation in float32. */
export function withMomentum(
  z: Float32Array,
  x: Float32Array,
  before: Float32Array,
  { onward, kept }: { readonly onward: number; readonly kept: number },
): void {
  inParts(z, [x, before], (length) => kernels.withMomentum(firstAt, secondAt, thirdAt, onward, kept, length))
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

function inParts(
  target: Float32Array,
  [a, b]: readonly [Float32Array, Float32Array?],
  run: (length: number) => void,
): void {
  for (let start = 0; start < target.length; start += partSize) {
    const end = Math.min(target.length, start + partSize)
    first.set(target.subarray(start, end))
    second.set(a.subarray(start, end))
    if (b) third.set(b.subarray(start, end))
    run((end - start + 3) & ~3)
    target.set(end - start === partSize ? first : first.subarray(0, end - start), start)
  }
}
