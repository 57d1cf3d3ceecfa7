export { canAttack } from './can-attack.ts'
export { diagnose, diagnosisCalls } from './diagnose.ts'
export type { DiagnosisEvidence, Slope } from './evidence.ts'
export { doubtsGradient, isMasking, raiseFlags, rankedBy } from './raise-flags.ts'
