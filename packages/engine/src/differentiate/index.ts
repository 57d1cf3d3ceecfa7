export { deriveLossGradient, deriveVjp, type VjpOptions } from './derive-vjp.ts'
export { type GradientDiagnosis, gradientDiagnoses } from './diagnoses.ts'
export {
  type GradientCheck,
  type GradientFinding,
  type GradientReading,
  gradientReadingSchema,
} from './gradient-reading.ts'
export { type GradientRule, NoGradientRuleError } from './rule.ts'
export type { GraphLoss } from './loss-nodes.ts'
export type { OperatorVerdict } from './verdicts.ts'
export { operatorVerdict, type Verdict, verdictReason } from './walk-rules.ts'
