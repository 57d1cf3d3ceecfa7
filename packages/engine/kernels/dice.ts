import { upper } from './elementary'

/**
 * Powers become p, and what the block has of sum y p, sum p^2 and sum y is added to the three float64 of each class in
 * `sums`. Planes, labels and shares as `powers` leaves them; voxels that shall not count have a share of 0.
 */
export function diceSums(
  planes: usize,
  labels: usize,
  shares: usize,
  sums: usize,
  classCount: i32,
  stride: usize,
  length: i32,
): void {
  for (let k = 0; k < classCount; k++) {
    const class_ = i32x4.splat(k)
    const plane = planes + ((<usize>k * stride) << 2)
    let common = f64x2.splat(0)
    let square = f64x2.splat(0)
    let count = i32x4.splat(0)
    for (let v: usize = 0; v < <usize>length; v += 4) {
      const p = f32x4.mul(v128.load(plane + (v << 2)), v128.load(shares + (v << 2)))
      v128.store(plane + (v << 2), p)
      const isLabel = i32x4.eq(v128.load(labels + (v << 2)), class_)
      const low = f64x2.promote_low_f32x4(p)
      const high = f64x2.promote_low_f32x4(upper(p))
      square = f64x2.add(square, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)))
      const q = v128.and(p, isLabel)
      common = f64x2.add(common, f64x2.promote_low_f32x4(q))
      common = f64x2.add(common, f64x2.promote_low_f32x4(upper(q)))
      count = i32x4.sub(count, isLabel)
    }
    const to = sums + <usize>k * 24
    store<f64>(to, load<f64>(to) + f64x2.extract_lane(common, 0) + f64x2.extract_lane(common, 1))
    store<f64>(to + 8, load<f64>(to + 8) + f64x2.extract_lane(square, 0) + f64x2.extract_lane(square, 1))
    const labelled =
      i32x4.extract_lane(count, 0) +
      i32x4.extract_lane(count, 1) +
      i32x4.extract_lane(count, 2) +
      i32x4.extract_lane(count, 3)
    store<f64>(to + 16, load<f64>(to + 16) + <f64>labelled)
  }
}

/**
 * p becomes p (g - sum_k g_k p_k) + share (p - y) with g_k = slope_k p_k + y_k atLabel_k, in place; `slopes` holds
 * slope_k and atLabel_k of each class in float64. Planes of p.
 */
export function diceGradient(
  planes: usize,
  labels: usize,
  slopes: usize,
  share: f64,
  classCount: i32,
  stride: usize,
  length: i32,
): void {
  const step = stride << 2
  const shares = f32x4.splat(<f32>share)
  const one = f32x4.splat(1)
  for (let v: usize = 0; v < <usize>length; v += 4) {
    const label = v128.load(labels + (v << 2))
    const first = planes + (v << 2)
    let at = first
    let inner = f32x4.splat(0)
    for (let k = 0; k < classCount; k++) {
      const p = v128.load(at)
      inner = f32x4.add(inner, f32x4.mul(p, slopeAt(slopes, k, p, i32x4.eq(label, i32x4.splat(k)))))
      at += step
    }
    at = first
    for (let k = 0; k < classCount; k++) {
      const p = v128.load(at)
      const isLabel = i32x4.eq(label, i32x4.splat(k))
      const ofDice = f32x4.mul(p, f32x4.sub(slopeAt(slopes, k, p, isLabel), inner))
      const ofEntropy = f32x4.mul(f32x4.sub(p, v128.and(one, isLabel)), shares)
      v128.store(at, f32x4.add(ofDice, ofEntropy))
      at += step
    }
  }
}

// @ts-ignore: decorator
@inline
function slopeAt(slopes: usize, k: i32, p: v128, isLabel: v128): v128 {
  const slope = f32x4.splat(<f32>load<f64>(slopes + (<usize>k << 4)))
  const atLabel = f32x4.splat(<f32>load<f64>(slopes + (<usize>k << 4) + 8))
  return f32x4.add(f32x4.mul(slope, p), v128.and(atLabel, isLabel))
}
