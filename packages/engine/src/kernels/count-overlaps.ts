import { kernels } from './instance.ts'

const partSize = 8192
const [firstAt, secondAt, countsAt] = [1024, 1024 + partSize + 64, 1024 + 2 * (partSize + 64)] as const
const { buffer } = kernels.memory
const [first, second] = [new Uint8Array(buffer, firstAt, partSize), new Uint8Array(buffer, secondAt, partSize)]

/** Of each class, in turn: how many voxels of `a`, of `b`, and of both at once are the class. `a` and `b` are as long. */
export function countOverlaps(a: Uint8Array, b: Uint8Array, classCount: number): Int32Array {
  const counts = new Int32Array(buffer, countsAt, 3 * classCount).fill(0)
  for (let start = 0; start < a.length; start += partSize) {
    const end = Math.min(a.length, start + partSize)
    first.set(a.subarray(start, end))
    second.set(b.subarray(start, end))
    kernels.overlaps(firstAt, secondAt, countsAt, classCount, end - start)
  }
  return counts.slice()
}
