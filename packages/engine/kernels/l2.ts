import { upper } from './elementary'

/** Sum of the squares of what is finite of float32 values, in float64; whole quads. */
export function squareSum(values: usize, length: i32): f64 {
  let sum = f64x2.splat(0)
  for (let at: usize = 0; at < (<usize>length) << 2; at += 16) {
    const value = v128.load(values + at)
    const finite = v128.and(value, f32x4.eq(f32x4.sub(value, value), f32x4.splat(0)))
    const low = f64x2.promote_low_f32x4(finite)
    const high = f64x2.promote_low_f32x4(upper(finite))
    sum = f64x2.add(sum, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)))
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}

/** x += scale * slope in float32 where the slope is finite; whole quads. */
export function ascendL2(x: usize, slope: usize, scale: f64, length: i32): void {
  const factor = f64x2.splat(scale)
  for (let at: usize = 0; at < (<usize>length) << 2; at += 16) {
    const g = v128.load(slope + at)
    const finite = v128.and(g, f32x4.eq(f32x4.sub(g, g), f32x4.splat(0)))
    const low = f32x4.demote_f64x2_zero(f64x2.mul(factor, f64x2.promote_low_f32x4(finite)))
    const high = f32x4.demote_f64x2_zero(f64x2.mul(factor, f64x2.promote_low_f32x4(upper(finite))))
    v128.store(x + at, f32x4.add(v128.load(x + at), i64x2.shuffle(low, high, 0, 2)))
  }
}

/**
 * Adds to two float64 in `sums`, for delta = x - clean: room^2 of the voxels that `scale` delta would take out of
 * [0, 1], room being what is left up to there, and delta^2 of the others. Whole quads.
 */
export function clampedSquares(x: usize, clean: usize, sums: usize, scale: f64, length: i32): void {
  let clamped = f64x2.splat(0)
  let free = f64x2.splat(0)
  const factor = f64x2.splat(scale)
  for (let at: usize = 0; at < (<usize>length) << 2; at += 16) {
    const xs = v128.load(x + at)
    const origins = v128.load(clean + at)
    for (let half = 0; half < 2; half++) {
      const origin = f64x2.promote_low_f32x4(half == 0 ? origins : upper(origins))
      const delta = f64x2.sub(f64x2.promote_low_f32x4(half == 0 ? xs : upper(xs)), origin)
      const room = v128.bitselect(f64x2.sub(f64x2.splat(1), origin), origin, f64x2.gt(delta, f64x2.splat(0)))
      const isOut = f64x2.gt(f64x2.mul(f64x2.abs(delta), factor), room)
      clamped = f64x2.add(clamped, v128.and(f64x2.mul(room, room), isOut))
      free = f64x2.add(free, v128.andnot(f64x2.mul(delta, delta), isOut))
    }
  }
  store<f64>(sums, load<f64>(sums) + f64x2.extract_lane(clamped, 0) + f64x2.extract_lane(clamped, 1))
  store<f64>(sums + 8, load<f64>(sums + 8) + f64x2.extract_lane(free, 0) + f64x2.extract_lane(free, 1))
}

/** x = clamp(clean + scale (x - clean), 0, 1), each operation in float32 but scale; whole quads. */
export function shrinkTowards(x: usize, clean: usize, scale: f64, length: i32): void {
  const factor = f64x2.splat(scale)
  for (let at: usize = 0; at < (<usize>length) << 2; at += 16) {
    const origin = v128.load(clean + at)
    const delta = f32x4.sub(v128.load(x + at), origin)
    const low = f32x4.demote_f64x2_zero(f64x2.mul(factor, f64x2.promote_low_f32x4(delta)))
    const high = f32x4.demote_f64x2_zero(f64x2.mul(factor, f64x2.promote_low_f32x4(upper(delta))))
    const moved = f32x4.add(origin, i64x2.shuffle(low, high, 0, 2))
    v128.store(x + at, f32x4.pmax(f32x4.pmin(moved, f32x4.splat(1)), f32x4.splat(0)))
  }
}
