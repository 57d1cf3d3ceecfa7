import type { FloatTensor } from './tensor.ts'

/**
 * Gives the tensor's memory back now; it is empty from then on. For whoever owns a large array and is done with it: left to
 * the garbage collector, one prediction a step makes it run every few steps. Does nothing where the array is part of a
 * larger buffer or was released before.
 */
export function release({ data }: FloatTensor): void {
  const { buffer } = data
  if (!(buffer instanceof ArrayBuffer) || buffer.detached) return
  if (buffer.byteLength === data.byteLength) buffer.transfer(0)
}
