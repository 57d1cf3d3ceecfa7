import { corruption } from './corruption.ts'
import { noiseLevels } from './gaussian-noise.ts'

/**
 * The magnitude of a complex signal whose two parts carry Gaussian noise, as magnetic resonance images do:
 * x = |clean + sigma (n1 + i n2)|, n1 and n2 standard normal, independent in each voxel and channel (Gudbjartsson and
 * Patz 1995; MONAI's RandRicianNoise). Sigma by severity as for Gaussian noise.
 */
export const ricianNoise = corruption(noiseLevels, ({ values, random }, sigma) =>
  values.map((value) => Math.hypot(value + sigma * random.normal(), sigma * random.normal())),
)
