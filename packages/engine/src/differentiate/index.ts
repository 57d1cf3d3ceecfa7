export { deriveVjp, operatorVerdict, type Verdict, type VjpOptions } from './derive-vjp.ts'
export { GraphBuilder, liveNodes, usedNames } from './graph-builder.ts'
export { type GradientRule, NoGradientRuleError } from './rule.ts'
