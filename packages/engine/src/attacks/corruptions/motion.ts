import { type Acquisition, corruption, randomAxis, randomDirection } from './corruption.ts'
import { resampleRigidly } from './resample-rigidly.ts'
import { scaleFrequencies } from './scale-frequencies.ts'

/** Share of k-space around its centre that is acquired at rest, by severity. */
const sharesAtRest = [0.7, 0.55, 0.4, 0.25, 0.1] as const

/** Of each movement; TorchIO draws up to 10 mm and 10 degrees, ROOD-MRI (Boone et al. 2023) up to 10 mm and 5 degrees. */
const translationMm = 5
const radians = (3 * Math.PI) / 180

/** Planes that an acquisition needs for five segments. */
const leastPlanes = 8

/**
 * A patient who lies in four other poses, two before and two after, while the outer planes of k-space are acquired across
 * one random axis (Shaw et al. 2019; TorchIO's RandomMotion, which keeps the centre too): the spectrum is composed of
 * segments of the volume at rest and of its rigid copies. Each pose is a rotation about the centre and a translation of
 * fixed size in random directions; the severity tells how much of k-space they reach. At its very centre they would
 * displace the volume as a whole, and with it the label. Of the result a scanner shows the magnitude.
 */
export const motion = corruption(sharesAtRest, (acquisition, atRest) => {
  const { values, extents, spacingMm, random } = acquisition
  const axis = randomAxis(acquisition, leastPlanes)
  const [rest, ...segments] = segmentsOf(acquisition, extents[axis], atRest)
  const result = rest === undefined ? values.slice() : scaleFrequencies({ values, extents, axis, gains: rest })
  for (const gains of segments) {
    const [direction, shift] = [randomDirection(random), randomDirection(random)]
    const shiftMm = [shift[0] * translationMm, shift[1] * translationMm, shift[2] * translationMm] as const
    const moved = resampleRigidly({ values, extents, spacingMm, pose: { direction, radians, shiftMm } })
    const share = scaleFrequencies({ values: moved, extents, axis, gains })
    for (let i = 0; i < result.length; i++) result[i] = (result[i] as number) + (share[i] as number)
  }
  return result.map(Math.abs)
})

/**
 * The central segment, then the two below and the two above it: 1 on its planes and 0 elsewhere. Where the outermost two
 * end does not depend on the severity: with more of it, planes only leave the segment at rest.
 */
function segmentsOf({ random }: Acquisition, length: number, atRest: number): Float64Array[] {
  const outermost = (): number => 0.05 + 0.05 * random.uniform()
  const outer = (1 - atRest) / 2
  const bounds = [0, outermost(), outer, 1 - outer, 1 - outermost(), 1].map((share) => Math.round(share * length))
  const lowest = -Math.floor(length / 2)
  return [2, 0, 1, 3, 4].map((segment) => {
    const gains = new Float64Array(length)
    for (let place = bounds[segment] ?? 0; place < (bounds[segment + 1] ?? 0); place++) {
      gains[(lowest + place + length) % length] = 1
    }
    return gains
  })
}
