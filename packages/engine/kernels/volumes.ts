/** x = clamp(clean + clamp(x - clean, -bound, bound), 0, 1), each operation in float32; whole quads. */
export function projectLinf(x: usize, clean: usize, bound: f32, length: i32): void {
  const high = f32x4.splat(bound)
  const low = f32x4.splat(-bound)
  for (let at: usize = 0; at < (<usize>length) << 2; at += 16) {
    const origin = v128.load(clean + at)
    const delta = f32x4.sub(v128.load(x + at), origin)
    // The operand that wins where the comparison fails, as with NaN, is the first.
    const kept = f32x4.pmax(f32x4.pmin(delta, high), low)
    const moved = f32x4.add(origin, kept)
    v128.store(x + at, f32x4.pmax(f32x4.pmin(moved, f32x4.splat(1)), f32x4.splat(0)))
  }
}

/** x += step sign(slope), a sign of 0 where the slope is 0 or NaN; whole quads. */
export function ascendLinf(x: usize, slope: usize, step: f32, length: i32): void {
  const zero = f32x4.splat(0)
  const steps = f32x4.splat(step)
  for (let at: usize = 0; at < (<usize>length) << 2; at += 16) {
    const g = v128.load(slope + at)
    const up = v128.and(f32x4.gt(g, zero), steps)
    const down = v128.and(f32x4.lt(g, zero), steps)
    v128.store(x + at, f32x4.add(v128.load(x + at), f32x4.sub(up, down)))
  }
}

/** z = x + onward (z - x) + kept (x - before), each operation in float32; whole quads. */
export function withMomentum(z: usize, x: usize, before: usize, onward: f32, kept: f32, length: i32): void {
  for (let offset: usize = 0; offset < (<usize>length) << 2; offset += 16) {
    const at = v128.load(x + offset)
    const forward = f32x4.mul(f32x4.splat(onward), f32x4.sub(v128.load(z + offset), at))
    const last = f32x4.mul(f32x4.splat(kept), f32x4.sub(at, v128.load(before + offset)))
    v128.store(z + offset, f32x4.add(f32x4.add(at, forward), last))
  }
}

/** x = clamp(x, least, most) in float32; whole quads. */
export function clampBetween(x: usize, least: f32, most: f32, length: i32): void {
  for (let at: usize = 0; at < <usize>length << 2; at += 16) {
    v128.store(x + at, f32x4.pmax(f32x4.pmin(v128.load(x + at), f32x4.splat(most)), f32x4.splat(least)))
  }
}

/** sums += values, float32 into float64; whole quads. */
export function addToSums(values: usize, sums: usize, length: i32): void {
  for (let v: usize = 0; v < <usize>length; v += 4) {
    const value = v128.load(values + (v << 2))
    const to = sums + (v << 3)
    v128.store(to, f64x2.add(v128.load(to), f64x2.promote_low_f32x4(value)))
    v128.store(to + 16, f64x2.add(v128.load(to + 16), f64x2.promote_low_f32x4(i64x2.shuffle(value, value, 1, 1))))
  }
}

/** means = sums / count, float64 into float32; whole quads. */
export function meansOfSums(sums: usize, means: usize, count: f64, length: i32): void {
  const divisor = f64x2.splat(count)
  for (let v: usize = 0; v < <usize>length; v += 4) {
    const from = sums + (v << 3)
    const low = f32x4.demote_f64x2_zero(f64x2.div(v128.load(from), divisor))
    const high = f32x4.demote_f64x2_zero(f64x2.div(v128.load(from + 16), divisor))
    v128.store(means + (v << 2), i64x2.shuffle(low, high, 0, 2))
  }
}
