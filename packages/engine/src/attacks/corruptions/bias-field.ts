import { type Acquisition, corruption } from './corruption.ts'

/** Largest gain by severity; BrainWeb's intensity non-uniformity of 40 % is 1.2. */
const gains = [1.2, 1.4, 1.6, 1.8, 2] as const

const order = 3

/**
 * A smooth gain over the volume, as an uneven receiver coil gives it: x = clean * exp(p), p a polynomial of third order
 * in the position, its coefficients uniform in [-1, 1] (Van Leemput et al. 1999; TorchIO's RandomBiasField), scaled so
 * that the gain runs from 1 / g to g over the volume.
 */
export const biasField = corruption(gains, (acquisition, gain) => {
  const { values } = acquisition
  const exponents = polynomial(acquisition)
  let [least, greatest] = [Infinity, -Infinity]
  for (const exponent of exponents) {
    if (exponent < least) least = exponent
    if (exponent > greatest) greatest = exponent
  }
  const scale = greatest > least ? (2 * Math.log(gain)) / (greatest - least) : 0
  const middle = (least + greatest) / 2
  const field = exponents.map((exponent) => Math.exp(scale * (exponent - middle)))
  return values.map((value, i) => value * (field[i % field.length] as number))
})

/** The polynomial at each voxel [D, H, W]; the border voxels' centres lie at -1 and 1 of each axis. */
function polynomial({ extents, random }: Acquisition): Float64Array {
  const terms = []
  for (let a = 0; a <= order; a++) {
    for (let b = 0; a + b <= order; b++) {
      for (let c = 0; a + b + c <= order; c++) terms.push({ a, b, c, by: 2 * random.uniform() - 1 })
    }
  }
  const [inDepth, inHeight, inWidth] = [powers(extents[0]), powers(extents[1]), powers(extents[2])] as const
  const result = new Float64Array(extents[0] * extents[1] * extents[2])
  let v = 0
  for (const i of inDepth) {
    for (const j of inHeight) {
      // For this line the polynomial is one in the last coordinate alone.
      const line = [0, 0, 0, 0]
      for (const { a, b, c, by } of terms) line[c] = (line[c] ?? 0) + by * (i[a] ?? 0) * (j[b] ?? 0)
      for (const l of inWidth) {
        let sum = 0
        for (let c = 0; c <= order; c++) sum += (line[c] ?? 0) * (l[c] ?? 0)
        result[v++] = sum
      }
    }
  }
  return result
}

/** Powers 0 to `order` of each position. */
function powers(extent: number): number[][] {
  return Array.from({ length: extent }, (_, i) => {
    const position = extent > 1 ? (2 * i) / (extent - 1) - 1 : 0
    return Array.from({ length: order + 1 }, (_, power) => position ** power)
  })
}
