export type { Call, InferenceEnv, TypeRule } from './call.ts'
export { inferNode } from './infer-node.ts'
export { typeRules } from './registry.ts'
export {
  conditionalTypes,
  loopBodyInputs,
  loopTypes,
  scanBodyInputs,
  scanLength,
  scanTypes,
  tripCount,
} from './rules/control-flow.ts'
export { labelsOf, parseEinsum } from './rules/einsum.ts'
export { sliceRange } from './rules/slicing.ts'
export { windowOf } from './window.ts'
