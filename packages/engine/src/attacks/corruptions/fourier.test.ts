import { expect, test } from 'vitest'
import { fourier } from './fourier.ts'

// numpy.fft.fft of sin(0.7 n^2), NumPy 2.4.6: X_0 to X_(N/2); the others are their conjugates.
const spectra: [number, number[], number[]][] = [
  [6, [-0.958783997, 0.13957673, 0.504612849, -0.329595161], [0, -2.540926824, -0.264724752, 0]],
  [
    11,
    [1.017329103, 2.634615534, -1.106250712, -0.372420468, -0.052110429, -1.612498477],
    [0, 1.834319863, -2.007187523, 0.987102151, 0.06472995, 0.584668067],
  ],
  [
    13,
    [1.405822183, 1.32647887, 0.462371021, -1.729319561, 0.356757454, 0.295519861, -1.414718737],
    [0, 2.633111283, -2.857928514, -0.131775472, -0.005553467, -0.304692339, 0.988501148],
  ],
]

test.each(spectra)(
  'the spectrum of %i values is NumPy’s, on each of two interleaved lines',
  (length, real, imaginary) => {
    const re = Float64Array.from({ length: 2 * length }, (_, i) => (i % 2 === 0 ? Math.sin(0.7 * (i / 2) ** 2) : 0))
    const im = new Float64Array(2 * length)
    re[1] = 1
    fourier(length, 2).forward(re, im)
    for (const [k, expected] of real.entries()) {
      expect(re[2 * k]).toBeCloseTo(expected, 8)
      expect(im[2 * k]).toBeCloseTo(imaginary[k] ?? 0, 8)
      // The second line is a unit impulse.
      expect(re[2 * k + 1]).toBeCloseTo(1, 12)
    }
  },
)

test.each([1, 2, 12, 49, 60, 97, 200, 256])('the inverse undoes the transform of length %i', (length) => {
  const re = Float64Array.from({ length: 3 * length }, (_, i) => Math.cos(i * i))
  const im = Float64Array.from({ length: 3 * length }, (_, i) => Math.sin(3 * i))
  const [x, y] = [re.slice(), im.slice()]
  const transform = fourier(length, 3)
  transform.forward(x, y)
  transform.inverse(x, y)
  for (let i = 0; i < re.length; i++) {
    expect(x[i]).toBeCloseTo(re[i] ?? 0, 11)
    expect(y[i]).toBeCloseTo(im[i] ?? 0, 11)
  }
})
