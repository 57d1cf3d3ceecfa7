/** What kind of network the operators suggest; a guess for the person who submits, never a score. */
export type FamilyGuess = 'convolutional' | 'transformer' | 'mamba' | 'unknown'

/**
 * A recurrence over tokens (Scan, Loop, CumSum, or a Softplus step size next to exponentials and matrix products) means
 * mamba; products of matrices with Softmax or LayerNormalization mean transformer; convolutions alone convolutional.
 */
export function guessFamily(operators: ReadonlyMap<string, number>): FamilyGuess {
  const has = (...names: readonly string[]): boolean => names.some((name) => operators.has(name))
  const isRecurrent = has('Scan', 'Loop', 'CumSum') || (has('Softplus') && has('Exp') && has('MatMul', 'Einsum'))
  if (isRecurrent) return 'mamba'
  if (has('Attention') || (has('MatMul', 'Einsum') && has('Softmax', 'LayerNormalization'))) return 'transformer'
  return has('Conv', 'ConvTranspose') ? 'convolutional' : 'unknown'
}
