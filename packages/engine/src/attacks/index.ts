export type { LossValue, Objective, Victim } from './victim.ts'
