export { checkMemory } from './check-budget.ts'
export { defaultSpecialiseLimits, type SpecialiseLimits } from './limits.ts'
export { specialise } from './specialise.ts'
