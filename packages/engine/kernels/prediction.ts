/**
 * Index of each voxel's largest logit, the first of equals, as a byte; planes [classCount][stride] of float32. Whole
 * quads. Returns whether every logit is finite.
 */
export function prediction(planes: usize, classes: usize, classCount: i32, stride: usize, length: i32): bool {
  const zero = f32x4.splat(0)
  let doubt = zero
  for (let v: usize = 0; v < <usize>length; v += 4) {
    let at = planes + (v << 2)
    let largest = v128.load(at)
    let winner = i32x4.splat(0)
    doubt = f32x4.add(doubt, f32x4.mul(largest, zero))
    for (let k = 1; k < classCount; k++) {
      at += stride << 2
      const z = v128.load(at)
      doubt = f32x4.add(doubt, f32x4.mul(z, zero))
      winner = v128.bitselect(i32x4.splat(k), winner, f32x4.gt(z, largest))
      largest = f32x4.pmax(largest, z)
    }
    const narrow = i16x8.narrow_i32x4_u(winner, winner)
    v128.store32_lane(classes + v, i8x16.narrow_i16x8_u(narrow, narrow), 0)
  }
  return i32x4.all_true(f32x4.eq(doubt, zero))
}
