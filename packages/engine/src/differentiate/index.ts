export { deriveLossGradient, deriveVjp, operatorVerdict, type Verdict, type VjpOptions } from './derive-vjp.ts'
export { type GradientRule, NoGradientRuleError } from './rule.ts'
export type { GraphLoss } from './loss-nodes.ts'
