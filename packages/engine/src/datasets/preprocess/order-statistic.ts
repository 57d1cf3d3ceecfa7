/**
 * The value that stands at the given rank (0 is the least) among float32 values without NaN, in linear time and without
 * sorting them: two counting passes over the halves of a key whose order is the values' order.
 */
export function orderStatistic(values: Float32Array, rank: number): number {
  if (!(rank >= 0 && rank < values.length))
    throw new RangeError(`There is no rank ${rank} among ${values.length} values.`)
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const upper = new Uint32Array(65536)
  for (const pattern of bits) {
    const half = orderedKey(pattern) >>> 16
    upper[half] = (upper[half] ?? 0) + 1
  }
  const first = findBin(upper, rank)
  const lower = new Uint32Array(65536)
  for (const pattern of bits) {
    const key = orderedKey(pattern)
    if (key >>> 16 === first.bin) lower[key & 0xffff] = (lower[key & 0xffff] ?? 0) + 1
  }
  const key = ((first.bin << 16) | findBin(lower, rank - first.below).bin) >>> 0
  return new Float32Array(Uint32Array.of(key >>> 31 ? key ^ 0x80000000 : ~key).buffer)[0] ?? 0
}

/** Unsigned key in the order of the floats: negative patterns turned over, positive ones put above them. */
function orderedKey(pattern: number): number {
  return (pattern >>> 31 ? ~pattern : pattern ^ 0x80000000) >>> 0
}

function findBin(counts: Uint32Array, rank: number): { bin: number; below: number } {
  let below = 0
  for (let bin = 0; bin < counts.length; bin++) {
    const count = counts[bin] ?? 0
    if (rank < below + count) return { bin, below }
    below += count
  }
  throw new RangeError(`There is no rank ${rank} among ${below} values.`)
}
