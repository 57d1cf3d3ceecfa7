import { type AscentParameters, ascent } from './ascent.ts'
import type { Attack } from './attack.ts'
import { segpgdCrossEntropy } from './losses/index.ts'

/** SegPGD (Gu et al., ECCV 2022): PGD whose loss moves from right voxels to wrong ones, lambda = t / (2 T). */
export const segpgd: Attack<AscentParameters> = (task, parameters) =>
  ascent(task, parameters, (step) => task.aim(segpgdCrossEntropy(step / (2 * parameters.steps))))
