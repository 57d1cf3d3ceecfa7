/**
 * Flat indices, ascending, of each class's surface: the voxels that have at least one of their six neighbours in another
 * class or outside the volume (mask XOR its 6-connected erosion, outside counting as 0). `labels` is [D, H, W].
 */
export function surfaceVoxelsByClass(
  labels: Uint8Array,
  shape: readonly [number, number, number],
  classCount: number,
): Int32Array[] {
  const [n0, n1, n2] = shape
  const stride0 = n1 * n2
  const surface = new GrowingIndices()
  const counts = new Uint32Array(256)
  let v = 0
  for (let i = 0; i < n0; i++) {
    for (let j = 0; j < n1; j++) {
      const onEdge = i === 0 || i === n0 - 1 || j === 0 || j === n1 - 1
      for (let k = 0; k < n2; k++, v++) {
        const here = labels[v] ?? 0
        const isInterior =
          !onEdge &&
          k > 0 &&
          k < n2 - 1 &&
          labels[v - 1] === here &&
          labels[v + 1] === here &&
          labels[v - n2] === here &&
          labels[v + n2] === here &&
          labels[v - stride0] === here &&
          labels[v + stride0] === here
        if (isInterior) continue
        surface.push(v)
        counts[here] = (counts[here] ?? 0) + 1
      }
    }
  }
  const byClass = Array.from({ length: classCount }, (_, k) => new Int32Array(counts[k] ?? 0))
  const filled = new Uint32Array(256)
  for (const index of surface.values()) {
    const k = labels[index] ?? 0
    const list = byClass[k]
    const place = filled[k] ?? 0
    if (list) list[place] = index
    filled[k] = place + 1
  }
  return byClass
}

class GrowingIndices {
  #indices = new Int32Array(1 << 16)
  #length = 0

  push(index: number): void {
    if (this.#length === this.#indices.length) {
      const larger = new Int32Array(this.#length * 2)
      larger.set(this.#indices)
      this.#indices = larger
    }
    this.#indices[this.#length++] = index
  }

  values(): Int32Array {
    return this.#indices.subarray(0, this.#length)
  }
}
