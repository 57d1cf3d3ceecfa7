export { defaultSpecialiseLimits, type SpecialiseLimits } from './limits.ts'
export { specialise } from './specialise.ts'
