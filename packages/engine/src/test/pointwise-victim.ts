import type { Victim } from '../attacks/index.ts'
import type { FloatTensor } from '../tensor/index.ts'

/**
 * A model small enough to differentiate by hand: z_k = slope_k x + offset_k in each voxel of one channel. Counts what
 * is asked of it.
 */
export function pointwiseVictim(
  slopes: readonly number[],
  offsets: readonly number[],
): Victim & { readonly calls: { logits: number; gradients: number } } {
  const calls = { logits: 0, gradients: 0 }
  const predict = (x: FloatTensor): FloatTensor => {
    const [batch = 1, , ...spatial] = x.shape
    const voxels = x.data.length / batch
    const data = new Float32Array(x.data.length * slopes.length)
    x.data.forEach((value, i) => {
      const [b, v] = [Math.floor(i / voxels), i % voxels]
      slopes.forEach((slope, k) => {
        data[(b * slopes.length + k) * voxels + v] = slope * value + (offsets[k] as number)
      })
    })
    return { shape: [batch, slopes.length, ...spatial], data }
  }
  return {
    classCount: slopes.length,
    calls,
    async logits(x) {
      calls.logits++
      return predict(x)
    },
    async lossGradient(x, objective) {
      calls.gradients++
      const logits = predict(x)
      const { loss, dz } = objective(logits)
      const voxels = x.data.length / (x.shape[0] ?? 1)
      const dx = x.data.map((_, i) => {
        const plane = Math.floor(i / voxels) * slopes.length
        return slopes.reduce((sum, slope, k) => sum + slope * (dz[(plane + k) * voxels + (i % voxels)] as number), 0)
      })
      return { loss, logits, dx: { shape: x.shape, data: dx } }
    },
  }
}
