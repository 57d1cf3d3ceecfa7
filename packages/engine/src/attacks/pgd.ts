import { type AscentParameters, ascent } from './ascent.ts'
import type { Attack } from './attack.ts'

/**
 * Projected gradient descent (Madry et al., ICLR 2018) as Malik et al. (BMVC 2024) run it: absolute step, no random
 * start, last iterate; the options change the latter two. x <- clamp(clean + clamp(x + alpha sign(g) - clean, ±eps), 0, 1).
 */
export const pgd: Attack<AscentParameters> = (task, parameters) => {
  const objective = task.aim(task.loss)
  return ascent(task, parameters, () => objective)
}
