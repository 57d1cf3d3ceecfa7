/** Powers become w_v (p - y), in place; planes, labels and shares as `powers` leaves them, w float64 a voxel. */
export function residual(
  planes: usize,
  labels: usize,
  shares: usize,
  weights: usize,
  classCount: i32,
  stride: usize,
  length: i32,
): void {
  for (let v: usize = 0; v < <usize>length; v += 4) {
    const label = v128.load(labels + (v << 2))
    const share = v128.load(shares + (v << 2))
    const weight = i64x2.shuffle(
      f32x4.demote_f64x2_zero(v128.load(weights + (v << 3))),
      f32x4.demote_f64x2_zero(v128.load(weights + (v << 3) + 16)),
      0,
      2,
    )
    let at = planes + (v << 2)
    for (let k = 0; k < classCount; k++) {
      // A comparison that holds is -1 as an integer.
      const minusY = f32x4.convert_i32x4_s(i32x4.eq(label, i32x4.splat(k)))
      v128.store(at, f32x4.mul(f32x4.add(f32x4.mul(v128.load(at), share), minusY), weight))
      at += stride << 2
    }
  }
}

/** Sum of w_v CE_v over `length` voxels, both float64; a weight of 0 counts as nothing whatever the CE. Whole quads. */
export function weightedSum(weights: usize, crossEntropy: usize, length: i32): f64 {
  const zero = f64x2.splat(0)
  let even = zero
  let odd = zero
  for (let at: usize = 0; at < (<usize>length) << 3; at += 32) {
    const first = v128.load(weights + at)
    const second = v128.load(weights + at + 16)
    const low = f64x2.mul(first, v128.load(crossEntropy + at))
    const high = f64x2.mul(second, v128.load(crossEntropy + at + 16))
    even = f64x2.add(even, v128.and(low, f64x2.ne(first, zero)))
    odd = f64x2.add(odd, v128.and(high, f64x2.ne(second, zero)))
  }
  const sum = f64x2.add(even, odd)
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}

/** Sum of float64 values. Whole quads. */
export function sum(values: usize, length: i32): f64 {
  let even = f64x2.splat(0)
  let odd = f64x2.splat(0)
  for (let at: usize = 0; at < (<usize>length) << 3; at += 32) {
    even = f64x2.add(even, v128.load(values + at))
    odd = f64x2.add(odd, v128.load(values + at + 16))
  }
  const both = f64x2.add(even, odd)
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1)
}
