import type { Ball } from './ball.ts'
import { l2Ball } from './l2-ball.ts'
import { linfBall } from './linf-ball.ts'

/** Every norm that suites may name. */
export const balls = { linf: linfBall, l2: l2Ball } as const satisfies Record<string, (epsilon: number) => Ball>

/** The ball of the same norm with another radius. */
export function resized(ball: Ball, epsilon: number): Ball {
  return balls[ball.norm](epsilon)
}
