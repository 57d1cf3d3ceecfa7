import { exp, upper } from './elementary'

/** Soft rounding phi(c / q) q of float32 c and q with k and 1 / (1 - a) of its sharpness; whole quads. */
export function quantise(c: usize, q: usize, to: usize, k: f64, stretch: f64, length: i32): void {
  for (let at: usize = 0; at < <usize>length << 2; at += 16) {
    const cs = v128.load(c + at)
    const qs = v128.load(q + at)
    const low = f64x2.promote_low_f32x4(qs)
    const high = f64x2.promote_low_f32x4(upper(qs))
    const uLow = f64x2.div(f64x2.promote_low_f32x4(cs), low)
    const uHigh = f64x2.div(f64x2.promote_low_f32x4(upper(cs)), high)
    const rise = riseOf(uLow, uHigh, k)
    const phi = f32x4.mul(
      f32x4.splat(0.5),
      f32x4.add(f32x4.splat(1), f32x4.mul(f32x4.splat(<f32>stretch), tanhOf(rise))),
    )
    const first = f64x2.mul(low, f64x2.add(f64x2.floor(uLow), f64x2.promote_low_f32x4(phi)))
    const second = f64x2.mul(high, f64x2.add(f64x2.floor(uHigh), f64x2.promote_low_f32x4(upper(phi))))
    v128.store(to + at, joined(first, second))
  }
}

/** g times the derivative phi(u) - u phi'(u) of phi(c / q) q by q takes g's place; float32, whole quads. */
export function pullBackRounding(g: usize, c: usize, q: usize, k: f64, stretch: f64, length: i32): void {
  const half = f32x4.splat(0.5)
  const one = f32x4.splat(1)
  const steep = f64x2.splat(k * stretch * 2)
  for (let at: usize = 0; at < <usize>length << 2; at += 16) {
    const cs = v128.load(c + at)
    const qs = v128.load(q + at)
    const uLow = f64x2.div(f64x2.promote_low_f32x4(cs), f64x2.promote_low_f32x4(qs))
    const uHigh = f64x2.div(f64x2.promote_low_f32x4(upper(cs)), f64x2.promote_low_f32x4(upper(qs)))
    const rise = riseOf(uLow, uHigh, k)
    const phi = f32x4.mul(half, f32x4.add(one, f32x4.mul(f32x4.splat(<f32>stretch), tanhOf(rise))))
    // 1 - tanh^2 = 4 e / (1 + e)^2 with e = exp(-2 |rise|), without cancellation.
    const e = exp(f32x4.mul(f32x4.splat(-2), f32x4.abs(rise)))
    const share = f32x4.div(e, f32x4.mul(f32x4.add(one, e), f32x4.add(one, e)))
    const first = slopeOf(uLow, f64x2.promote_low_f32x4(phi), f64x2.promote_low_f32x4(share), steep)
    const second = slopeOf(uHigh, f64x2.promote_low_f32x4(upper(phi)), f64x2.promote_low_f32x4(upper(share)), steep)
    v128.store(g + at, f32x4.mul(v128.load(g + at), joined(first, second)))
  }
}

// @ts-ignore: decorator
@inline
function slopeOf(u: v128, phi: v128, share: v128, steep: v128): v128 {
  return f64x2.sub(f64x2.add(f64x2.floor(u), phi), f64x2.mul(f64x2.mul(u, share), steep))
}

/** (u - floor u - 1/2) k in float32. */
// @ts-ignore: decorator
@inline
function riseOf(low: v128, high: v128, k: f64): v128 {
  const ks = f64x2.splat(k)
  const half = f64x2.splat(0.5)
  return joined(
    f64x2.mul(ks, f64x2.sub(f64x2.sub(low, f64x2.floor(low)), half)),
    f64x2.mul(ks, f64x2.sub(f64x2.sub(high, f64x2.floor(high)), half)),
  )
}

/** tanh in float32, (1 - e) / (1 + e) with e = exp(-2 |x|) and the sign of x. */
// @ts-ignore: decorator
@inline
function tanhOf(x: v128): v128 {
  const one = f32x4.splat(1)
  const e = exp(f32x4.mul(f32x4.splat(-2), f32x4.abs(x)))
  const size = f32x4.div(f32x4.sub(one, e), f32x4.add(one, e))
  return v128.or(size, v128.and(x, f32x4.splat(-0.0)))
}

// @ts-ignore: decorator
@inline
function joined(low: v128, high: v128): v128 {
  return i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2)
}
