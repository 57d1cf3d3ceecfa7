// @ts-ignore: decorator
@inline
export function upper(x: v128): v128 {
  return i64x2.shuffle(x, x, 1, 1)
}

/**
 * e^x for x <= 0 in float32: 2^n 2^f with n + f = x / log(2) and |f| <= 1/2, 2^f by the polynomial through Chebyshev's
 * points, which errs by 5e-9 of the result. Rounding x / log(2) adds 6e-8 |x|. Below -87 it is e^-87, 2e-38. NaN stays.
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const t = f32x4.mul(f32x4.pmax(x, f32x4.splat(-87)), f32x4.splat(1.4426950408889634))
  const shifted = f32x4.add(t, f32x4.splat(12582912))
  const f = f32x4.sub(t, f32x4.sub(shifted, f32x4.splat(12582912)))
  let sum = f32x4.splat(0.0001545316294)
  sum = f32x4.add(f32x4.mul(sum, f), f32x4.splat(0.001339086336))
  sum = f32x4.add(f32x4.mul(sum, f), f32x4.splat(0.009618082557))
  sum = f32x4.add(f32x4.mul(sum, f), f32x4.splat(0.05550357114))
  sum = f32x4.add(f32x4.mul(sum, f), f32x4.splat(0.2402265076))
  sum = f32x4.add(f32x4.mul(sum, f), f32x4.splat(0.693147188))
  sum = f32x4.add(f32x4.mul(sum, f), f32x4.splat(1))
  return i32x4.add(sum, i32x4.shl(shifted, 23))
}

/**
 * log x for x in [1, 256] in float32: the exponent's share and 2 artanh(s), s = (m - 1) / (m + 1) of the mantissa m in
 * [0.7, 1.41], by its series to the ninth power, which errs by 2e-9 of the result; near 1 nothing cancels.
 */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  // Adding the distance from 1 / sqrt(2) to 1 carries into the exponent where the mantissa exceeds sqrt(2).
  const raised = i32x4.add(x, i32x4.splat(0x3f800000 - 0x3f3504f3))
  const exponent = i32x4.sub(i32x4.shr_u(raised, 23), i32x4.splat(127))
  const m = i32x4.sub(x, i32x4.shl(exponent, 23))
  const s = f32x4.div(f32x4.sub(m, f32x4.splat(1)), f32x4.add(m, f32x4.splat(1)))
  const square = f32x4.mul(s, s)
  let sum = f32x4.splat(2.0 / 9)
  sum = f32x4.add(f32x4.mul(sum, square), f32x4.splat(2.0 / 7))
  sum = f32x4.add(f32x4.mul(sum, square), f32x4.splat(2.0 / 5))
  sum = f32x4.add(f32x4.mul(sum, square), f32x4.splat(2.0 / 3))
  sum = f32x4.add(f32x4.mul(sum, square), f32x4.splat(2))
  return f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(exponent), f32x4.splat(0.6931471805599453)), f32x4.mul(s, sum))
}

/**
 * log x for x in [1, 256] in float64: the exponent's share and 2 artanh(s), s = (m - 1) / (m + 1) of the mantissa m in
 * [0.7, 1.41], by its series to the 11th power. Its error is 1e-10 of the result, near 1 too.
 */
// @ts-ignore: decorator
@inline
export function wideLog(x: v128): v128 {
  // Adding the distance from 1 / sqrt(2) to 1 carries into the exponent where the mantissa exceeds sqrt(2).
  const raised = i64x2.add(x, i64x2.splat(0x3ff0000000000000 - 0x3fe6a09e667f3bcd))
  const exponent = i64x2.sub(i64x2.shr_u(raised, 52), i64x2.splat(1023))
  const m = i64x2.sub(x, i64x2.shl(exponent, 52))
  const s = f64x2.div(f64x2.sub(m, f64x2.splat(1)), f64x2.add(m, f64x2.splat(1)))
  const square = f64x2.mul(s, s)
  let sum = f64x2.splat(2.0 / 13)
  sum = f64x2.add(f64x2.mul(sum, square), f64x2.splat(2.0 / 11))
  sum = f64x2.add(f64x2.mul(sum, square), f64x2.splat(2.0 / 9))
  sum = f64x2.add(f64x2.mul(sum, square), f64x2.splat(2.0 / 7))
  sum = f64x2.add(f64x2.mul(sum, square), f64x2.splat(2.0 / 5))
  sum = f64x2.add(f64x2.mul(sum, square), f64x2.splat(2.0 / 3))
  sum = f64x2.add(f64x2.mul(sum, square), f64x2.splat(2))
  const power = f64x2.convert_low_i32x4_s(i32x4.shuffle(exponent, exponent, 0, 2, 0, 2))
  return f64x2.add(f64x2.mul(power, f64x2.splat(0.6931471805599453)), f64x2.mul(s, sum))
}
