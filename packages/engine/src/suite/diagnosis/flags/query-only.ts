import type { FlagRule } from '../findings.ts'

/**
 * An operator on the way to the logits has no gradient rule. Evidence: the operator and its node, from the derivation. No
 * threshold. No sign of masking; but nothing white-box was tried, which a reader must know.
 */
export const queryOnly: FlagRule = ({ gradient, reading }) => {
  if (gradient === 'available') return undefined
  const { obstacle = 'An operator has no gradient rule.' } = reading ?? {}
  return { message: `Attacked by queries and transfer only. ${obstacle}`, evidence: { obstacle } }
}
