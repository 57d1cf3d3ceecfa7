export { type ApgdParameters, apgd } from './apgd.ts'
export type { AscentParameters } from './ascent.ts'
export type { Attack, AttackResult, AttackTask, StepProgress } from './attack.ts'
export { type AttackCalls, type AttackName, attackNames, attacks, type ListedAttack } from './attack-list.ts'
export type { Ball } from './ball.ts'
export { balls, resized } from './ball-of.ts'
export { bim } from './bim.ts'
export { gaussianNoise } from './corruptions/index.ts'
export { cospgd } from './cospgd.ts'
export { type Diversity, diverseVictim } from './diverse-victim.ts'
export { ensembleVictim } from './ensemble-victim.ts'
export { fgsm } from './fgsm.ts'
export { structuralSimilarity, volumeSimilarity } from './frequency/index.ts'
export { l2Ball } from './l2-ball.ts'
export { linfBall } from './linf-ball.ts'
export {
  type Aim,
  awayFrom,
  balancedMaskedCrossEntropy,
  cosineDiceCrossEntropy,
  cospgdCrossEntropy,
  crossEntropy,
  diceCrossEntropy,
  jensenShannon,
  type Loss,
  type LossName,
  lossNames,
  losses,
  maskedCrossEntropy,
  maskNormCorrlog,
  segpgdCrossEntropy,
  towards,
  wrongVoxelDice,
} from './losses/index.ts'
export { type MiFgsmParameters, miFgsm } from './mi-fgsm.ts'
export { pgd } from './pgd.ts'
export { type RandomSource, randomSource, uniformInteger } from './random-source.ts'
export { segpgd } from './segpgd.ts'
export { type VafaParameters, vafa, vafaBounded, vafaRenormalised } from './vafa.ts'
export { smoothedVictim } from './smoothed-victim.ts'
export { square } from './square.ts'
export { transfer } from './transfer.ts'
export { type TransferRequest, type TransferRow, transferScores } from './transfer-scores.ts'
export { vanish, vanishedShare, withoutClass } from './vanish.ts'
export type { LossGradient, LossValue, Objective, Victim } from './victim.ts'
