/** Lines that are transformed side by side: rows of this many float64. */
const lanes: usize = 64
const rowBytes: usize = lanes << 3
/** Lanes whose sums are held in registers at once, in bytes. */
const chunk: usize = 64

/**
 * output_k = sum_i matrix_ki input_i of `size` rows. Rows of the DCT are even or odd about the middle, so each works on
 * sums or differences of mirrored values: half the products. The input is consumed.
 */
export function analyse(matrix: usize, input: usize, output: usize, size: i32): void {
  const half = size >> 1
  for (let i = 0; i < half; i++) fold(input + <usize>i * rowBytes, input + <usize>(size - 1 - i) * rowBytes)
  for (let k = 0; k < size; k++) {
    const isOdd = (k & 1) == 1
    const count = isOdd ? half : size - half
    const row = matrix + ((<usize>(k * size)) << 3)
    const to = output + <usize>k * rowBytes
    for (let lane: usize = 0; lane < rowBytes; lane += chunk) {
      let a = f64x2.splat(0)
      let b = f64x2.splat(0)
      let c = f64x2.splat(0)
      let d = f64x2.splat(0)
      let from = (isOdd ? input + <usize>(size - 1) * rowBytes : input) + lane
      for (let i = 0; i < count; i++) {
        const weight = v128.load_splat<f64>(row + ((<usize>i) << 3))
        a = f64x2.add(a, f64x2.mul(weight, v128.load(from)))
        b = f64x2.add(b, f64x2.mul(weight, v128.load(from + 16)))
        c = f64x2.add(c, f64x2.mul(weight, v128.load(from + 32)))
        d = f64x2.add(d, f64x2.mul(weight, v128.load(from + 48)))
        from = isOdd ? from - rowBytes : from + rowBytes
      }
      store4(to + lane, a, b, c, d)
    }
  }
}

/** output_i = sum_k matrix_ki input_k: the even and the odd coefficients' shares, then their sum and difference. */
export function synthesise(matrix: usize, input: usize, output: usize, size: i32): void {
  const half = size >> 1
  for (let i = 0; i < size - half; i++) {
    share(matrix + ((<usize>i) << 3), input, output + <usize>i * rowBytes, size, 0)
    if (i < half) share(matrix + ((<usize>i) << 3), input, output + <usize>(size - 1 - i) * rowBytes, size, 1)
  }
  for (let i = 0; i < half; i++) fold(output + <usize>i * rowBytes, output + <usize>(size - 1 - i) * rowBytes)
}

/** One row: what the coefficients k = first, first + 2, ... have in it. */
function share(column: usize, input: usize, to: usize, size: i32, first: i32): void {
  for (let lane: usize = 0; lane < rowBytes; lane += chunk) {
    let a = f64x2.splat(0)
    let b = f64x2.splat(0)
    let c = f64x2.splat(0)
    let d = f64x2.splat(0)
    for (let k = first; k < size; k += 2) {
      const from = input + <usize>k * rowBytes + lane
      const weight = v128.load_splat<f64>(column + ((<usize>(k * size)) << 3))
      a = f64x2.add(a, f64x2.mul(weight, v128.load(from)))
      b = f64x2.add(b, f64x2.mul(weight, v128.load(from + 16)))
      c = f64x2.add(c, f64x2.mul(weight, v128.load(from + 32)))
      d = f64x2.add(d, f64x2.mul(weight, v128.load(from + 48)))
    }
    store4(to + lane, a, b, c, d)
  }
}

/** (a, b) becomes (a + b, a - b), lane by lane. */
function fold(a: usize, b: usize): void {
  for (let lane: usize = 0; lane < rowBytes; lane += 16) {
    const low = v128.load(a + lane)
    const high = v128.load(b + lane)
    v128.store(a + lane, f64x2.add(low, high))
    v128.store(b + lane, f64x2.sub(low, high))
  }
}

// @ts-ignore: decorator
@inline
function store4(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(to, a)
  v128.store(to + 16, b)
  v128.store(to + 32, c)
  v128.store(to + 48, d)
}
