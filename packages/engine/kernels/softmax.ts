import { exp, log, upper } from './elementary'

/**
 * Powers e^(z - max z) over the classes of a block take the logits' place: planes [classCount][stride] of float32. For
 * each voxel also `shares`, 1 over the powers' sum, by which they become p; -log p_y, computed in float32 and stored as
 * float64; its class, the first largest logit; and whether that is the label's. Works on whole octets of voxels, the
 * label of those beyond the block's being -1; `labels` holds an int32 a voxel. Returns 1 where all labels are below
 * `classCount`, plus 2 where all logits are finite.
 */
export function powers(
  planes: usize,
  labels: usize,
  shares: usize,
  crossEntropy: usize,
  classes: usize,
  correct: usize,
  classCount: i32,
  stride: usize,
  length: i32,
): i32 {
  const step = stride << 2
  const zero = f32x4.splat(0)
  let unknown = i32x4.splat(0)
  let doubt = zero
  // Eight voxels at a time, so that one reading of the constants serves four exponentials.
  for (let v: usize = 0; v < <usize>length; v += 8) {
    const first = planes + (v << 2)
    const labelA = v128.load(labels + (v << 2))
    const labelB = v128.load(labels + (v << 2) + 16)
    unknown = v128.or(unknown, i32x4.ge_s(i32x4.max_s(labelA, labelB), i32x4.splat(classCount)))
    let largestA = v128.load(first)
    let largestB = v128.load(first + 16)
    let leastA = largestA
    let leastB = largestB
    let winnerA = i32x4.splat(0)
    let winnerB = i32x4.splat(0)
    let ofLabelA = v128.and(largestA, i32x4.eq(labelA, winnerA))
    let ofLabelB = v128.and(largestB, i32x4.eq(labelB, winnerB))
    let at = first
    for (let k = 1; k < classCount; k++) {
      at += step
      const class_ = i32x4.splat(k)
      const a = v128.load(at)
      const b = v128.load(at + 16)
      // Later classes are larger numbers.
      winnerA = i32x4.max_s(winnerA, v128.and(class_, f32x4.gt(a, largestA)))
      winnerB = i32x4.max_s(winnerB, v128.and(class_, f32x4.gt(b, largestB)))
      largestA = f32x4.pmax(largestA, a)
      largestB = f32x4.pmax(largestB, b)
      leastA = f32x4.pmin(leastA, a)
      leastB = f32x4.pmin(leastB, b)
      ofLabelA = v128.or(ofLabelA, v128.and(a, i32x4.eq(labelA, class_)))
      ofLabelB = v128.or(ofLabelB, v128.and(b, i32x4.eq(labelB, class_)))
    }
    let sumA = zero
    let sumB = zero
    at = first
    let k = 1
    for (; k < classCount; k += 2) {
      const a = exp(f32x4.sub(v128.load(at), largestA))
      const nextA = exp(f32x4.sub(v128.load(at + step), largestA))
      const b = exp(f32x4.sub(v128.load(at + 16), largestB))
      const nextB = exp(f32x4.sub(v128.load(at + step + 16), largestB))
      v128.store(at, a)
      v128.store(at + 16, b)
      v128.store(at + step, nextA)
      v128.store(at + step + 16, nextB)
      sumA = f32x4.add(sumA, f32x4.add(a, nextA))
      sumB = f32x4.add(sumB, f32x4.add(b, nextB))
      at += step << 1
    }
    if (k == classCount) {
      const a = exp(f32x4.sub(v128.load(at), largestA))
      const b = exp(f32x4.sub(v128.load(at + 16), largestB))
      v128.store(at, a)
      v128.store(at + 16, b)
      sumA = f32x4.add(sumA, a)
      sumB = f32x4.add(sumB, b)
    }
    // Infinity and NaN leave a sum of NaN, minus infinity alone does not.
    doubt = f32x4.add(doubt, f32x4.mul(f32x4.add(sumA, sumB), zero))
    doubt = f32x4.add(doubt, f32x4.add(f32x4.mul(leastA, zero), f32x4.mul(leastB, zero)))
    v128.store(shares + (v << 2), f32x4.div(f32x4.splat(1), sumA))
    v128.store(shares + (v << 2) + 16, f32x4.div(f32x4.splat(1), sumB))
    storeWide(crossEntropy + (v << 3), f32x4.add(log(sumA), f32x4.sub(largestA, ofLabelA)))
    storeWide(crossEntropy + (v << 3) + 32, f32x4.add(log(sumB), f32x4.sub(largestB, ofLabelB)))
    storeBytes(classes + v, winnerA, winnerB)
    const one = i32x4.splat(1)
    storeBytes(correct + v, v128.and(i32x4.eq(winnerA, labelA), one), v128.and(i32x4.eq(winnerB, labelB), one))
  }
  const isKnown = i32(!v128.any_true(unknown))
  return isKnown + (i32(i32x4.all_true(f32x4.eq(doubt, zero))) << 1)
}

/** Four float32 as float64. */
// @ts-ignore: decorator
@inline
function storeWide(to: usize, values: v128): void {
  v128.store(to, f64x2.promote_low_f32x4(values))
  v128.store(to + 16, f64x2.promote_low_f32x4(upper(values)))
}

/** Eight int32 in 0 ... 255 as bytes. */
// @ts-ignore: decorator
@inline
function storeBytes(to: usize, a: v128, b: v128): void {
  const narrow = i16x8.narrow_i32x4_u(a, b)
  v128.store64_lane(to, i8x16.narrow_i16x8_u(narrow, narrow), 0)
}

/** Powers become p. */
export function normalise(planes: usize, shares: usize, classCount: i32, stride: usize, length: i32): void {
  for (let v: usize = 0; v < <usize>length; v += 4) {
    const share = v128.load(shares + (v << 2))
    let at = planes + (v << 2)
    for (let k = 0; k < classCount; k++) {
      v128.store(at, f32x4.mul(v128.load(at), share))
      at += stride << 2
    }
  }
}
