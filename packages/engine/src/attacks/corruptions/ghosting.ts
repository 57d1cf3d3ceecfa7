import { corruption, randomAxis } from './corruption.ts'
import { scaleFrequencies } from './scale-frequencies.ts'

/** By how much the planes are attenuated, by severity. */
const attenuations = [0.2, 0.4, 0.6, 0.8, 1] as const

/** TorchIO draws 4 to 10 ghosts; few ghosts are strong ones. */
const ghosts = 4

/**
 * Every fourth plane of k-space across one random axis multiplied by 1 - a, the central one kept, as signal that
 * fluctuates in step with the acquisition has it (TorchIO's RandomGhosting). But for the central plane the volume becomes
 * x - a / 4 times the sum of its copies shifted by 0, 1, 2 and 3 quarters of the field of view, of which a scanner shows
 * the magnitude.
 */
export const ghosting = corruption(attenuations, (acquisition, attenuation) => {
  const { values, extents } = acquisition
  const axis = randomAxis(acquisition, 2 * ghosts)
  const length = extents[axis]
  const gains = Float64Array.from({ length }, (_, k) => {
    const frequency = k <= length / 2 ? k : k - length
    return frequency !== 0 && frequency % ghosts === 0 ? 1 - attenuation : 1
  })
  return scaleFrequencies({ values, extents, axis, gains }).map(Math.abs)
})
