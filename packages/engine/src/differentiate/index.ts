export { deriveVjp, operatorVerdict, type Verdict, type VjpOptions } from './derive-vjp.ts'
export { type GradientRule, NoGradientRuleError } from './rule.ts'
