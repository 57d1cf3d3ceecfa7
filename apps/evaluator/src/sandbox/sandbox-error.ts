import type { Failure } from '@voxproof/schema'

/** Why a sandboxed process gave no answer. */
export type SandboxErrorCode =
  | 'time-budget-exceeded'
  | 'memory-budget-exceeded'
  | 'model-crashed'
  | 'sandbox-unavailable'
  | 'closed'

/**
 * A sandboxed process was ended or ended itself. `message` is fit for the submitter: it names budgets and no more;
 * `detail` is for the operator's log and is never published.
 */
export class SandboxError extends Error {
  override readonly name = 'SandboxError'
  readonly code: SandboxErrorCode
  readonly detail: string

  constructor(code: SandboxErrorCode, message: string, detail = '') {
    super(message)
    this.code = code
    this.detail = detail
  }

  /** True where the same bytes could succeed on another try. */
  get canRetry(): boolean {
    return this.code === 'model-crashed' || this.code === 'sandbox-unavailable' || this.code === 'closed'
  }
}

/** The published form of whatever ended an evaluation; an unknown error says nothing about the machine. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof SandboxError)) {
    return {
      code: 'internal-error',
      message: 'The evaluator failed for a reason of its own. The submission can be tried again.',
      canRetry: true,
    }
  }
  switch (error.code) {
    case 'time-budget-exceeded':
    case 'memory-budget-exceeded':
    case 'model-crashed':
      return { code: error.code, message: error.message, canRetry: error.canRetry }
    case 'sandbox-unavailable':
    case 'closed':
      return { code: 'internal-error', message: error.message, canRetry: true }
  }
}
