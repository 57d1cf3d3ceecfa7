/** Why a well-formed model cannot be evaluated; each is a rejection code that may be published. */
export type ModelIssueCode =
  | 'malformed-model'
  | 'custom-operator'
  | 'unsupported-operator'
  | 'unsupported-opset'
  | 'wrong-inputs'
  | 'wrong-outputs'
  | 'wrong-rank'
  | 'wrong-data-type'
  | 'shape-not-supported'

/** One reason; the message names the thing, what was found, what was expected and what to do. */
export interface ModelIssue {
  readonly code: ModelIssueCode
  readonly message: string
}

const named = 5

/** The first few names in quotes, and how many more there are. */
export function listed(names: readonly string[]): string {
  const first = names.slice(0, named).map((name) => `"${name}"`)
  const rest = names.length - first.length
  return rest > 0 ? `${first.join(', ')} and ${rest} more` : first.join(', ')
}
