import type { ReactNode } from 'react'
import { ButtonLink } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../lib/graphql/index.ts'

export const RejectionNoticeFragment = graphql(`
  fragment RejectionNotice on Submission {
    isMine
    rejection { code message dataset }
    failure { code message canRetry }
  }
`)

type RejectionCode = NonNullable<ResultOf<typeof RejectionNoticeFragment>['rejection']>['code']

/** Why there is no result, in words, and what to do about it. Nothing where there is nothing to explain. */
export function RejectionNotice(props: { submission: FragmentOf<typeof RejectionNoticeFragment> }): ReactNode {
  const { rejection, failure, isMine } = readFragment(RejectionNoticeFragment, props.submission)
  if (rejection !== null)
    return (
      <Notice
        tone="danger"
        title={reasons[rejection.code]}
        actions={isMine ? <ButtonLink href="/submit">Submit another file</ButtonLink> : null}
      >
        <p>{rejection.message}</p>
        <p className="mt-2 text-[13px]">
          {rejection.dataset === null ? null : <>Dataset {rejection.dataset}. </>}
          Code <code>{rejection.code}</code>. A rejected file uses none of your daily submissions.
        </p>
      </Notice>
    )
  if (failure !== null)
    return (
      <Notice tone="danger" title={failures[failure.code] ?? 'The evaluation ended without a result'}>
        <p>{failure.message}</p>
        <p className="mt-2 text-[13px]">
          Code <code>{failure.code}</code>.{' '}
          {failure.canRetry ? 'The same file may succeed on another try.' : 'The same file would fail again.'} A failed
          evaluation uses none of your daily submissions.
        </p>
      </Notice>
    )
  return null
}

const reasons: Readonly<Record<RejectionCode, string>> = {
  UNSAFE_FILE_NAME: 'The file name leads out of its folder',
  FILE_TOO_LARGE: 'The file is larger than this service takes',
  NOT_ONNX: 'This is not an ONNX file',
  TRUNCATED_FILE: 'The file ends before its content does',
  MALFORMED_MODEL: 'The file contradicts itself',
  EXTERNAL_DATA: 'The weights are not in the file',
  CUSTOM_OPERATOR: 'The model uses an operator from outside ONNX',
  UNSUPPORTED_OPSET: 'The opset is too old or too new',
  UNSUPPORTED_OPERATOR: 'The model uses an operator that is not accepted',
  NO_GRADIENT_RULE: 'There is no gradient for one of the operators',
  WRONG_INPUTS: 'The model must take exactly one image',
  WRONG_OUTPUTS: 'The model must give exactly one tensor of logits',
  WRONG_RANK: 'Image and logits must have five dimensions',
  WRONG_DATA_TYPE: 'Image and logits must be 32- or 16-bit floats',
  CHANNEL_COUNT_MISMATCH: 'The input channels are not those of the dataset',
  CLASS_COUNT_MISMATCH: 'The classes are not those of the dataset',
  SHAPE_NOT_SUPPORTED: 'The model does not take the window of the dataset',
  MEMORY_BUDGET_EXCEEDED: 'The model needs more memory than an evaluation has',
  COMPUTE_BUDGET_EXCEEDED: 'The model needs more computation than an evaluation has',
  TIME_BUDGET_EXCEEDED: 'The model takes longer than an evaluation may',
  NON_FINITE_OUTPUT: 'The logits hold NaN or infinity',
  GRADIENT_MISMATCH: 'The gradient does not agree with finite differences',
  MODEL_CRASHED: 'The model ended the process that ran it',
}

const failures: Readonly<Record<string, string>> = {
  'time-budget-exceeded': 'The evaluation took longer than it may',
  'memory-budget-exceeded': 'The evaluation needed more memory than it may use',
  'model-crashed': 'The model ended the process that ran it',
  'worker-lost': 'The workers that ran this evaluation were lost',
  'internal-error': 'Something went wrong on our side',
}
