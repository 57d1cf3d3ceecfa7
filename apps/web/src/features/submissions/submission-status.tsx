import type { ReactNode } from 'react'
import { classNames } from '../../components/class-names.ts'

export type SubmissionStatus =
  | 'AWAITING_UPLOAD'
  | 'VALIDATING'
  | 'REJECTED'
  | 'EVALUATING'
  | 'FINISHED'
  | 'FAILED'
  | 'CANCELLED'

export const statusNames: Readonly<Record<SubmissionStatus, string>> = {
  AWAITING_UPLOAD: 'Waiting for its file',
  VALIDATING: 'Checking the file',
  REJECTED: 'Rejected',
  EVALUATING: 'Under attack',
  FINISHED: 'Finished',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
}

/** Whether nothing more will happen to the submission by itself. */
export function hasEnded(status: SubmissionStatus): boolean {
  return status === 'REJECTED' || status === 'FINISHED' || status === 'FAILED' || status === 'CANCELLED'
}

/** The state in words, with a dot: full when finished, hollow under way, a warning's colour where it went wrong. */
export function StatusLabel({ status }: { status: SubmissionStatus }): ReactNode {
  const isWrong = status === 'REJECTED' || status === 'FAILED'
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap',
        isWrong ? 'text-danger' : 'text-ink-2',
      )}
    >
      <span
        aria-hidden="true"
        className={classNames(
          'size-2 rounded-full border-[1.5px] border-current',
          hasEnded(status) && status !== 'CANCELLED' && 'bg-current',
          !hasEnded(status) && status !== 'AWAITING_UPLOAD' && 'animate-pulse',
        )}
      />
      {statusNames[status]}
    </span>
  )
}
