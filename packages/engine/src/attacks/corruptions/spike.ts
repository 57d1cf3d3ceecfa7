import { uniformInteger } from '../random-source.ts'
import { type Acquisition, corruption } from './corruption.ts'

/** Height of the spike by severity over the spectrum's largest value; TorchIO draws it from 1 to 3. */
const ratios = [0.2, 0.4, 0.6, 0.8, 1] as const

/**
 * One point of k-space, drawn among all but the centre, raised by `ratio` times the largest magnitude of the spectrum
 * (TorchIO's RandomSpike). Intensities being positive, that is the centre's, the sum of the voxels; hence the real part of
 * the image gains ratio * mean * cos(2 pi (k_d i / D + k_h j / H + k_w l / W)), stripes over the whole volume.
 */
export const spike = corruption(ratios, (acquisition, ratio) => {
  const { values, channels, extents } = acquisition
  const [depth, height, width] = extents
  const point = randomPoint(acquisition)
  const phases = extents.map((extent, axis) =>
    Float64Array.from({ length: extent }, (_, i) => (2 * Math.PI * (((point[axis] ?? 0) * i) % extent)) / extent),
  )
  const [alongDepth = new Float64Array(), alongHeight = new Float64Array(), alongWidth = new Float64Array()] = phases
  const result = new Float32Array(values.length)
  const voxels = depth * height * width
  for (let channel = 0; channel < channels; channel++) {
    const amplitude = ratio * meanOf(values.subarray(channel * voxels, (channel + 1) * voxels))
    let v = channel * voxels
    for (const i of alongDepth) {
      for (const j of alongHeight) {
        for (const l of alongWidth) {
          result[v] = (values[v] as number) + amplitude * Math.cos(i + j + l)
          v++
        }
      }
    }
  }
  return result
})

/** Any point but the centre; a volume of one voxel has no other. */
function randomPoint({ extents, random }: Acquisition): number[] {
  const points = extents[0] * extents[1] * extents[2]
  if (points === 1) return [0, 0, 0]
  for (;;) {
    const point = extents.map((extent) => uniformInteger(random, extent))
    if (point.some((k) => k > 0)) return point
  }
}

function meanOf(values: Float32Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}
