export type { Call, InferenceEnv, TypeRule } from './call.ts'
export { inferNode } from './infer-node.ts'
export { typeRules } from './registry.ts'
