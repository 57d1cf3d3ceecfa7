/**
 * Discrete Fourier transforms of many lines at once: X_k = sum_n x_n exp(-2 pi i k n / N), `lines` of them interleaved,
 * so that element n of line l stands at n * lines + l. Results replace the input.
 */
export interface Fourier {
  forward(re: Float64Array, im: Float64Array): void
  /** Divided by N, so that it undoes `forward`. */
  inverse(re: Float64Array, im: Float64Array): void
}

/**
 * Transforms of lines of this length, in O(N log N) for every N: by Stockham's mixed-radix form where N has small prime
 * factors only, by Bluestein's convolution else.
 */
export function fourier(length: number, lines: number): Fourier {
  const factors = smallFactors(length)
  const forward = factors ? stockham(length, lines, factors) : bluestein(length, lines)
  return {
    forward,
    inverse(re, im) {
      // Exchanging the parts before and after conjugates the transform.
      forward(im, re)
      for (let i = 0; i < re.length; i++) {
        re[i] = (re[i] as number) / length
        im[i] = (im[i] as number) / length
      }
    },
  }
}

interface Parts {
  readonly re: Float64Array
  readonly im: Float64Array
}

type Transform = (re: Float64Array, im: Float64Array) => void

function smallFactors(length: number): number[] | undefined {
  const factors: number[] = []
  let rest = length
  for (const prime of [4, 2, 3, 5, 7]) {
    for (; rest % prime === 0; rest /= prime) factors.push(prime)
  }
  return rest === 1 ? factors : undefined
}

/** Decimation in frequency that sorts itself: each pass splits off one factor and writes the other buffer. */
function stockham(length: number, lines: number, factors: readonly number[]): Transform {
  const { cos, sin } = rootsOfUnity(length)
  const spare = { re: new Float64Array(length * lines), im: new Float64Array(length * lines) }
  const sum = { re: new Float64Array(lines * length), im: new Float64Array(lines * length) }
  return (re, im) => {
    let [from, to]: [Parts, Parts] = [{ re, im }, spare]
    let [rest, stride] = [length, lines]
    for (const radix of factors) {
      const apart = rest / radix
      for (let p = 0; p < apart; p++) {
        for (let v = 0; v < radix; v++) {
          sum.re.fill(0, 0, stride)
          sum.im.fill(0, 0, stride)
          for (let u = 0; u < radix; u++) {
            // exp(-2 pi i (u v / radix + p v / rest)) in units of 1 / length.
            const turn = (((u * v) % radix) * (length / radix) + p * v * (length / rest)) % length
            addRotated(from, stride * (p + apart * u), sum, stride, cos[turn] as number, sin[turn] as number)
          }
          to.re.set(sum.re.subarray(0, stride), stride * (radix * p + v))
          to.im.set(sum.im.subarray(0, stride), stride * (radix * p + v))
        }
      }
      rest = apart
      stride *= radix
      ;[from, to] = [to, from]
    }
    if (from.re !== re) {
      re.set(from.re)
      im.set(from.im)
    }
  }
}

/** sum += from * (c - i s), over `count` values. */
function addRotated(from: Parts, start: number, sum: Parts, count: number, c: number, s: number): void {
  const { re, im } = from
  const { re: sumRe, im: sumIm } = sum
  for (let q = 0; q < count; q++) {
    const a = re[start + q] as number
    const b = im[start + q] as number
    sumRe[q] = (sumRe[q] as number) + a * c + b * s
    sumIm[q] = (sumIm[q] as number) + b * c - a * s
  }
}

/** k n = (k^2 + n^2 - (k - n)^2) / 2 makes the transform a convolution, here one whose length has small factors. */
function bluestein(length: number, lines: number): Transform {
  let padded = 2 * length - 1
  while (!smallFactors(padded)) padded++
  const convolution = fourier(padded, lines)
  const { cos, sin } = rootsOfUnity(2 * length)
  const chirp = (n: number): readonly [number, number] => {
    const turn = (n * n) % (2 * length)
    return [cos[turn] as number, sin[turn] as number]
  }
  const kernel = { re: new Float64Array(padded), im: new Float64Array(padded) }
  for (let n = 0; n < length; n++) {
    const [c, s] = chirp(n)
    for (const place of [n, (padded - n) % padded]) {
      kernel.re[place] = c
      kernel.im[place] = s
    }
  }
  fourier(padded, 1).forward(kernel.re, kernel.im)
  const work = { re: new Float64Array(padded * lines), im: new Float64Array(padded * lines) }
  return (re, im) => {
    work.re.fill(0)
    work.im.fill(0)
    multiplyLines(re, im, work, length, lines, (n) => {
      const [c, s] = chirp(n)
      return [c, -s]
    })
    convolution.forward(work.re, work.im)
    multiplyLines(work.re, work.im, work, padded, lines, (n) => [kernel.re[n] as number, kernel.im[n] as number])
    convolution.inverse(work.re, work.im)
    multiplyLines(work.re, work.im, { re, im }, length, lines, (n) => {
      const [c, s] = chirp(n)
      return [c, -s]
    })
  }
}

/** Element n of every line times a complex factor of n. */
function multiplyLines(
  re: Float64Array,
  im: Float64Array,
  to: Parts,
  length: number,
  lines: number,
  factor: (n: number) => readonly [number, number],
): void {
  for (let n = 0; n < length; n++) {
    const [c, s] = factor(n)
    for (let at = n * lines; at < (n + 1) * lines; at++) {
      const a = re[at] as number
      const b = im[at] as number
      to.re[at] = a * c - b * s
      to.im[at] = a * s + b * c
    }
  }
}

/** cos and sin of 2 pi n / length. */
function rootsOfUnity(length: number): { readonly cos: Float64Array; readonly sin: Float64Array } {
  const angle = (n: number): number => (2 * Math.PI * n) / length
  return {
    cos: Float64Array.from({ length }, (_, n) => Math.cos(angle(n))),
    sin: Float64Array.from({ length }, (_, n) => Math.sin(angle(n))),
  }
}
