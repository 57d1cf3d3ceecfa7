/** Adds to each class's three int32 in `counts` how many of the bytes at `a`, at `b` and at both are the class. */
export function overlaps(a: usize, b: usize, counts: usize, classCount: i32, length: usize): void {
  const whole = length & ~15
  for (let k = 0; k < classCount; k++) {
    const class_ = i8x16.splat(<i8>k)
    let inA = 0
    let inB = 0
    let inBoth = 0
    for (let v: usize = 0; v < whole; v += 16) {
      const ofA = i8x16.bitmask(i8x16.eq(v128.load(a + v), class_))
      const ofB = i8x16.bitmask(i8x16.eq(v128.load(b + v), class_))
      inA += popcnt(ofA)
      inB += popcnt(ofB)
      inBoth += popcnt(ofA & ofB)
    }
    for (let v = whole; v < length; v++) {
      const isA = i32(load<u8>(a + v) == <u8>k)
      const isB = i32(load<u8>(b + v) == <u8>k)
      inA += isA
      inB += isB
      inBoth += isA & isB
    }
    const to = counts + <usize>k * 12
    store<i32>(to, load<i32>(to) + inA)
    store<i32>(to + 4, load<i32>(to + 4) + inB)
    store<i32>(to + 8, load<i32>(to + 8) + inBoth)
  }
}
