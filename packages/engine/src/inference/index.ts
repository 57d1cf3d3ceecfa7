export type { Blending } from './importance-map.ts'
export { type SlidingWindowOptions, slidingWindowVictim } from './sliding-window-victim.ts'
export type { WindowModel } from './window-model.ts'
export { type Extents, planWindows, type WindowPlan } from './window-plan.ts'
