import { ascendLinf, projectLinf } from '../kernels/index.ts'
import type { Ball } from './ball.ts'

/**
 * |x - clean| <= epsilon in every voxel. As PyTorch code for PGD has it: x = clamp(clean + clamp(x - clean, -epsilon,
 * epsilon), 0, 1), steps of alpha * sign(gradient), sign 0 where the gradient is 0 or NaN. The sum's rounding can leave
 * x half a unit in the last place (2^-25) outside the real-valued ball.
 */
export function linfBall(epsilon: number): Ball {
  const bound = Math.fround(epsilon)
  const fround = Math.fround
  return {
    norm: 'linf',
    epsilon,
    project: (x, clean) => projectLinf(x, clean, bound),
    ascend: (x, gradient, alpha) => ascendLinf(x, gradient, alpha),
    scatter(x, clean, random) {
      for (let i = 0; i < x.length; i++) x[i] = (clean[i] as number) + fround((2 * random.uniform() - 1) * bound)
      this.project(x, clean)
    },
  }
}
