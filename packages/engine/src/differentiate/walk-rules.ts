import { carriesInteger, onIntegers } from './integers.ts'
import type { Rules } from './reverse.ts'
import { type OperatorVerdict, verdicts } from './verdicts.ts'

export type Verdict = OperatorVerdict['kind']

const unknown: OperatorVerdict = { kind: 'not-accepted', reason: 'it is not an operator of the default ONNX domain' }

function verdictOf(opType: string): OperatorVerdict {
  return (Object.hasOwn(verdicts, opType) ? verdicts[opType] : undefined) ?? unknown
}

/** The verdict on an operator; 'not-accepted' for one that the default domain lacks. */
export function operatorVerdict(opType: string): Verdict {
  return verdictOf(opType).kind
}

/** Why an operator has no rule of its own, in words that complete "because"; undefined where it has one. */
export function verdictReason(opType: string): string | undefined {
  const verdict = verdictOf(opType)
  return verdict.kind === 'rule' ? undefined : verdict.reason
}

/** The list of verdicts as the reverse walk asks for it. */
export const walkRules: Rules = {
  verdictOf: (opType) => {
    const verdict = verdictOf(opType)
    if (verdict.kind === 'zero') return 'zero'
    return 'rule' in verdict ? onIntegers(verdict.rule) : undefined
  },
  reasonOf: verdictReason,
  isQueryable: (opType) => verdictOf(opType).kind === 'query-only',
  carriesInteger,
}
