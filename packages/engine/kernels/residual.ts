/** p becomes w_v (p - y), in place; planes [classCount][stride] of float32, w float64 and y int32 a voxel. Whole quads. */
export function residual(
  planes: usize,
  labels: usize,
  weights: usize,
  classCount: i32,
  stride: usize,
  length: i32,
): void {
  const one = f32x4.splat(1)
  for (let v: usize = 0; v < <usize>length; v += 4) {
    const label = v128.load(labels + (v << 2))
    const weight = i64x2.shuffle(
      f32x4.demote_f64x2_zero(v128.load(weights + (v << 3))),
      f32x4.demote_f64x2_zero(v128.load(weights + (v << 3) + 16)),
      0,
      2,
    )
    let at = planes + (v << 2)
    for (let k = 0; k < classCount; k++) {
      const y = v128.and(i32x4.eq(label, i32x4.splat(k)), one)
      v128.store(at, f32x4.mul(f32x4.sub(v128.load(at), y), weight))
      at += stride << 2
    }
  }
}
