/** to += weight * from over float32 values, or to = weight * from where `isFirst`. */
export function addScaled(to: usize, from: usize, weight: f32, length: i32, isFirst: bool): void {
  const bytes = (<usize>length) << 2
  const whole = bytes & ~15
  const by = f32x4.splat(weight)
  for (let at: usize = 0; at < whole; at += 16) {
    const share = f32x4.mul(by, v128.load(from + at))
    v128.store(to + at, isFirst ? share : f32x4.add(v128.load(to + at), share))
  }
  for (let at = whole; at < bytes; at += 4) {
    const share = weight * load<f32>(from + at)
    store<f32>(to + at, isFirst ? share : load<f32>(to + at) + share)
  }
}

/**
 * Rows of `width` values: row i of `to` is the sum of weight * row source over the terms first[i] ... first[i + 1] - 1.
 * `first` and `source` are int32, `weight` float32.
 */
export function mapRowsOfPlane(
  from: usize,
  to: usize,
  first: usize,
  source: usize,
  weight: usize,
  outputs: i32,
  width: i32,
): void {
  const bytes = (<usize>width) << 2
  for (let i = 0; i < outputs; i++) {
    const start = load<i32>(first + ((<usize>i) << 2))
    const end = load<i32>(first + ((<usize>i) << 2) + 4)
    const row = to + <usize>i * bytes
    if (start == end) memory.fill(row, 0, bytes)
    for (let term = start; term < end; term++) {
      const at = from + <usize>load<i32>(source + ((<usize>term) << 2)) * bytes
      addScaled(row, at, load<f32>(weight + ((<usize>term) << 2)), width, term == start)
    }
  }
}

/** The same along each of `rows` rows: value i of a row of `to` sums values of the row of `from`, `inputs` long. */
export function mapWithinRows(
  from: usize,
  to: usize,
  first: usize,
  source: usize,
  weight: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
): void {
  const inBytes = (<usize>inputs) << 2
  const outBytes = (<usize>outputs) << 2
  let row = 0
  // Four rows at a time share a term's source and weight.
  for (; row + 4 <= rows; row += 4) {
    for (let i = 0; i < outputs; i++) {
      const end = load<i32>(first + ((<usize>i) << 2) + 4)
      let sum = f32x4.splat(0)
      for (let term = load<i32>(first + ((<usize>i) << 2)); term < end; term++) {
        const at = from + ((<usize>load<i32>(source + ((<usize>term) << 2))) << 2)
        let values = v128.load32_zero(at)
        values = v128.load32_lane(at + inBytes, values, 1)
        values = v128.load32_lane(at + 2 * inBytes, values, 2)
        values = v128.load32_lane(at + 3 * inBytes, values, 3)
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weight + ((<usize>term) << 2)), values))
      }
      const at = to + ((<usize>i) << 2)
      v128.store32_lane(at, sum, 0)
      v128.store32_lane(at + outBytes, sum, 1)
      v128.store32_lane(at + 2 * outBytes, sum, 2)
      v128.store32_lane(at + 3 * outBytes, sum, 3)
    }
    from += 4 * inBytes
    to += 4 * outBytes
  }
  for (; row < rows; row++) {
    for (let i = 0; i < outputs; i++) {
      const end = load<i32>(first + ((<usize>i) << 2) + 4)
      let sum: f32 = 0
      for (let term = load<i32>(first + ((<usize>i) << 2)); term < end; term++) {
        const at = from + ((<usize>load<i32>(source + ((<usize>term) << 2))) << 2)
        sum += load<f32>(weight + ((<usize>term) << 2)) * load<f32>(at)
      }
      store<f32>(to + ((<usize>i) << 2), sum)
    }
    from += inBytes
    to += outBytes
  }
}
