export { loweredConstant, loweredDataType } from './float32.ts'
export { defaultSpecialiseLimits, type SpecialiseLimits } from './limits.ts'
export { type GivenInput, makeStatic, type StaticRequest, staticOutputs } from './make-static.ts'
export { specialise } from './specialise.ts'
