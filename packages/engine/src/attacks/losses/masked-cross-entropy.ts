import type { Loss } from './loss.ts'
import { segpgdCrossEntropy } from './segpgd-cross-entropy.ts'

/**
 * Cross-entropy of the voxels that are still right, as in SEA (Croce, Singh & Hein, ECCV 2024):
 * L = 1/(B V) sum over v with argmax z = y of CE_v. Voxels already lost pull no more.
 */
export const maskedCrossEntropy: Loss = segpgdCrossEntropy(0)
