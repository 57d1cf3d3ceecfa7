import { classBlock } from '../../kernels/index.ts'
import type { Loss } from './loss.ts'
import { weightedCrossEntropy } from './weighted-cross-entropy.ts'

/**
 * CosPGD as published (Agnihotri et al., ICML 2024): L = mean_v cos(p_v, y_v) CE_v, the cosine p_y / ||p|| taken as a
 * constant, so that voxels count by how much of the prediction still points at the label.
 */
export const cospgdCrossEntropy: Loss = (logits, label, dz = new Float32Array(logits.data.length)) =>
  weightedCrossEntropy(logits, label, dz, (block) => classBlock.cosineWeights(1 / label.length, block))
