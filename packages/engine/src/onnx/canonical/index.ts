export { canonicalise, canonicalOpset } from './canonicalise.ts'
