// @ts-ignore: decorator
@inline
export function upper(x: v128): v128 {
  return i64x2.shuffle(x, x, 1, 1)
}

// V8 makes a vector of one constant anew wherever it is used, by three instructions; read from memory it takes one. The
// constants lie in the memory's last page (asconfig.json), where no block reaches.
const ofExp = memory.data<f32>([
  -87, 1.4426950408889634, 12582912, 0.0001545316294, 0.001339086336, 0.009618082557, 0.05550357114, 0.2402265076,
  0.693147188, 1,
])
const ofLog = memory.data<f32>([2.0 / 9, 2.0 / 7, 2.0 / 5, 2.0 / 3, 2, 1, 0.6931471805599453])
const ofWideLog = memory.data<f64>([2.0 / 13, 2.0 / 11, 2.0 / 9, 2.0 / 7, 2.0 / 5, 2.0 / 3, 2, 1, 0.6931471805599453])

// @ts-ignore: decorator
@inline
function narrow(table: usize, i: usize): v128 {
  return v128.load32_splat(table + (i << 2))
}

// @ts-ignore: decorator
@inline
function wide(table: usize, i: usize): v128 {
  return v128.load64_splat(table + (i << 3))
}

/**
 * e^x for x <= 0 in float32: 2^n 2^f with n + f = x / log(2) and |f| <= 1/2, 2^f by the polynomial through Chebyshev's
 * points, which errs by 5e-9 of the result. Rounding x / log(2) adds 6e-8 |x|. Below -87 it is e^-87, 2e-38. NaN stays.
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const t = f32x4.mul(f32x4.pmax(x, narrow(ofExp, 0)), narrow(ofExp, 1))
  const shifted = f32x4.add(t, narrow(ofExp, 2))
  const f = f32x4.sub(t, f32x4.sub(shifted, narrow(ofExp, 2)))
  let sum = narrow(ofExp, 3)
  sum = f32x4.add(f32x4.mul(sum, f), narrow(ofExp, 4))
  sum = f32x4.add(f32x4.mul(sum, f), narrow(ofExp, 5))
  sum = f32x4.add(f32x4.mul(sum, f), narrow(ofExp, 6))
  sum = f32x4.add(f32x4.mul(sum, f), narrow(ofExp, 7))
  sum = f32x4.add(f32x4.mul(sum, f), narrow(ofExp, 8))
  sum = f32x4.add(f32x4.mul(sum, f), narrow(ofExp, 9))
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
  const s = f32x4.div(f32x4.sub(m, narrow(ofLog, 5)), f32x4.add(m, narrow(ofLog, 5)))
  const square = f32x4.mul(s, s)
  let sum = narrow(ofLog, 0)
  sum = f32x4.add(f32x4.mul(sum, square), narrow(ofLog, 1))
  sum = f32x4.add(f32x4.mul(sum, square), narrow(ofLog, 2))
  sum = f32x4.add(f32x4.mul(sum, square), narrow(ofLog, 3))
  sum = f32x4.add(f32x4.mul(sum, square), narrow(ofLog, 4))
  return f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(exponent), narrow(ofLog, 6)), f32x4.mul(s, sum))
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
  const s = f64x2.div(f64x2.sub(m, wide(ofWideLog, 7)), f64x2.add(m, wide(ofWideLog, 7)))
  const square = f64x2.mul(s, s)
  let sum = wide(ofWideLog, 0)
  sum = f64x2.add(f64x2.mul(sum, square), wide(ofWideLog, 1))
  sum = f64x2.add(f64x2.mul(sum, square), wide(ofWideLog, 2))
  sum = f64x2.add(f64x2.mul(sum, square), wide(ofWideLog, 3))
  sum = f64x2.add(f64x2.mul(sum, square), wide(ofWideLog, 4))
  sum = f64x2.add(f64x2.mul(sum, square), wide(ofWideLog, 5))
  sum = f64x2.add(f64x2.mul(sum, square), wide(ofWideLog, 6))
  const power = f64x2.convert_low_i32x4_s(i32x4.shuffle(exponent, exponent, 0, 2, 0, 2))
  return f64x2.add(f64x2.mul(power, wide(ofWideLog, 8)), f64x2.mul(s, sum))
}
