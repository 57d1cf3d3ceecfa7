import { upper } from './elementary'

/**
 * Powers become p, and what the block has of sum y p, sum p^2 and sum y is added to the three float64 of each class in
 * `sums`. Planes, labels and shares as `powers` leaves them; voxels that shall not count have a share of 0. Two classes at
 * a time, so that their sums do not wait for each other; where their number is odd, the plane after the last one is
 * overwritten.
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
  const step = stride << 2
  for (let k = 0; k < classCount; k += 2) {
    const classA = i32x4.splat(k)
    const classB = i32x4.splat(k + 1)
    let commonA = f64x2.splat(0)
    let commonB = f64x2.splat(0)
    let squareA = f64x2.splat(0)
    let squareB = f64x2.splat(0)
    let countA = i32x4.splat(0)
    let countB = i32x4.splat(0)
    let at = planes + <usize>k * step
    for (let offset: usize = 0; offset < <usize>length << 2; offset += 16) {
      const share = v128.load(shares + offset)
      const label = v128.load(labels + offset)
      const a = f32x4.mul(v128.load(at), share)
      const b = f32x4.mul(v128.load(at + step), share)
      v128.store(at, a)
      v128.store(at + step, b)
      const isA = i32x4.eq(label, classA)
      const isB = i32x4.eq(label, classB)
      squareA = f64x2.add(squareA, squaresOf(a))
      squareB = f64x2.add(squareB, squaresOf(b))
      // Neighbours mostly share their class.
      if (v128.any_true(isA)) {
        commonA = addBoth(commonA, v128.and(a, isA))
        countA = i32x4.sub(countA, isA)
      }
      if (v128.any_true(isB)) {
        commonB = addBoth(commonB, v128.and(b, isB))
        countB = i32x4.sub(countB, isB)
      }
      at += 16
    }
    addSums(sums + <usize>k * 24, commonA, squareA, countA)
    if (k + 1 < classCount) addSums(sums + <usize>(k + 1) * 24, commonB, squareB, countB)
  }
}

// @ts-ignore: decorator
@inline
function squaresOf(p: v128): v128 {
  const low = f64x2.promote_low_f32x4(p)
  const high = f64x2.promote_low_f32x4(upper(p))
  return f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high))
}

// @ts-ignore: decorator
@inline
function addBoth(sum: v128, values: v128): v128 {
  return f64x2.add(f64x2.add(sum, f64x2.promote_low_f32x4(values)), f64x2.promote_low_f32x4(upper(values)))
}

function addSums(to: usize, common: v128, square: v128, count: v128): void {
  store<f64>(to, load<f64>(to) + f64x2.extract_lane(common, 0) + f64x2.extract_lane(common, 1))
  store<f64>(to + 8, load<f64>(to + 8) + f64x2.extract_lane(square, 0) + f64x2.extract_lane(square, 1))
  const low = i32x4.extract_lane(count, 0) + i32x4.extract_lane(count, 1)
  const high = i32x4.extract_lane(count, 2) + i32x4.extract_lane(count, 3)
  store<f64>(to + 16, load<f64>(to + 16) + <f64>(low + high))
}

/**
 * p becomes p (g - sum_k g_k p_k) + share (p - y) with g_k = slope_k p_k + y_k atLabel_k, in place; `slopes` holds
 * slope_k and atLabel_k of each class in float32. Planes of p.
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
  for (let v: usize = 0; v < <usize>length; v += 8) {
    const labelA = v128.load(labels + (v << 2))
    const labelB = v128.load(labels + (v << 2) + 16)
    const first = planes + (v << 2)
    let at = first
    let innerA = f32x4.splat(0)
    let innerB = f32x4.splat(0)
    for (let k = 0; k < classCount; k++) {
      const class_ = i32x4.splat(k)
      const slope = v128.load32_splat(slopes + (<usize>k << 3))
      const atLabel = v128.load32_splat(slopes + (<usize>k << 3) + 4)
      const a = v128.load(at)
      const b = v128.load(at + 16)
      innerA = f32x4.add(innerA, f32x4.mul(a, slopeOf(slope, a, atLabel, i32x4.eq(labelA, class_))))
      innerB = f32x4.add(innerB, f32x4.mul(b, slopeOf(slope, b, atLabel, i32x4.eq(labelB, class_))))
      at += step
    }
    at = first
    for (let k = 0; k < classCount; k++) {
      const class_ = i32x4.splat(k)
      const slope = v128.load32_splat(slopes + (<usize>k << 3))
      const atLabel = v128.load32_splat(slopes + (<usize>k << 3) + 4)
      const a = v128.load(at)
      const b = v128.load(at + 16)
      const isA = i32x4.eq(labelA, class_)
      const isB = i32x4.eq(labelB, class_)
      const diceA = f32x4.mul(a, f32x4.sub(slopeOf(slope, a, atLabel, isA), innerA))
      const diceB = f32x4.mul(b, f32x4.sub(slopeOf(slope, b, atLabel, isB), innerB))
      // A comparison that holds is -1 as an integer.
      const entropyA = f32x4.mul(f32x4.add(a, f32x4.convert_i32x4_s(isA)), shares)
      const entropyB = f32x4.mul(f32x4.add(b, f32x4.convert_i32x4_s(isB)), shares)
      v128.store(at, f32x4.add(diceA, entropyA))
      v128.store(at + 16, f32x4.add(diceB, entropyB))
      at += step
    }
  }
}

// @ts-ignore: decorator
@inline
function slopeOf(slope: v128, p: v128, atLabel: v128, isLabel: v128): v128 {
  return f32x4.add(f32x4.mul(slope, p), v128.and(atLabel, isLabel))
}
