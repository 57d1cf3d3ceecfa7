import { exp, log, upper } from './elementary'

/**
 * Powers e^(z - max z) over the classes of a block take the logits' place: planes [classCount][stride] of float32. For
 * each voxel also `shares`, 1 over the powers' sum, by which they become p; -log p_y, computed in float32 and stored as
 * float64; and whether the first largest logit is the label's. Whole quads of voxels are worked on; `labels` holds an
 * int32 a voxel. Returns whether all of them are below `classCount`.
 */
export function powers(
  planes: usize,
  labels: usize,
  shares: usize,
  crossEntropy: usize,
  correct: usize,
  classCount: i32,
  stride: usize,
  length: i32,
): bool {
  const step = stride << 2
  let unknown = i32x4.splat(0)
  for (let v: usize = 0; v < <usize>length; v += 4) {
    const first = planes + (v << 2)
    const label = v128.load(labels + (v << 2))
    unknown = v128.or(unknown, i32x4.ge_s(label, i32x4.splat(classCount)))
    let largest = v128.load(first)
    let winner = i32x4.splat(0)
    let ofLabel = largest
    let at = first
    for (let k = 1; k < classCount; k++) {
      at += step
      const z = v128.load(at)
      const class_ = i32x4.splat(k)
      winner = v128.bitselect(class_, winner, f32x4.gt(z, largest))
      largest = f32x4.pmax(largest, z)
      ofLabel = v128.bitselect(z, ofLabel, i32x4.eq(label, class_))
    }
    let sum = f32x4.splat(0)
    at = first
    // Two at a time, so that one waits less for the other.
    let k = 1
    for (; k < classCount; k += 2) {
      const power = exp(f32x4.sub(v128.load(at), largest))
      const next = exp(f32x4.sub(v128.load(at + step), largest))
      v128.store(at, power)
      v128.store(at + step, next)
      sum = f32x4.add(sum, f32x4.add(power, next))
      at += step << 1
    }
    if (k == classCount) {
      const power = exp(f32x4.sub(v128.load(at), largest))
      v128.store(at, power)
      sum = f32x4.add(sum, power)
    }
    v128.store(shares + (v << 2), f32x4.div(f32x4.splat(1), sum))
    const entropy = f32x4.add(log(sum), f32x4.sub(largest, ofLabel))
    v128.store(crossEntropy + (v << 3), f64x2.promote_low_f32x4(entropy))
    v128.store(crossEntropy + (v << 3) + 16, f64x2.promote_low_f32x4(upper(entropy)))
    const right = v128.and(i32x4.eq(winner, label), i32x4.splat(1))
    const narrow = i16x8.narrow_i32x4_u(right, right)
    v128.store32_lane(correct + v, i8x16.narrow_i16x8_u(narrow, narrow), 0)
  }
  return !v128.any_true(unknown)
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
