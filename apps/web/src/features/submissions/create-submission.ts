import { graphql } from '../../lib/graphql/index.ts'
import { queryFromBrowser } from '../../lib/graphql/browser.ts'
import { type FieldIssues, fieldIssues } from '../../lib/field-issues.ts'
import { formatInstant } from '../../lib/format.ts'
import type { SubmissionForm } from './submission-form-schema.ts'

const CreateSubmissionMutation = graphql(`
  mutation CreateSubmission($input: CreateSubmissionInput!) {
    createSubmission(input: $input) {
      __typename
      ... on SubmissionCreated { submission { uuid } }
      ... on NotSignedIn { message }
      ... on InvalidInput { issues { path message } }
      ... on DailyLimitReached { message resetsAt }
    }
  }
`)

export type CreationOutcome =
  | { readonly kind: 'created'; readonly uuid: string }
  | { readonly kind: 'issues'; readonly issues: FieldIssues }
  | { readonly kind: 'refused'; readonly title: string; readonly message: string }
  | { readonly kind: 'signed-out' }

/** Records the submission. The same `idempotencyKey` gives the same submission. Throws GatewayError. */
export async function createSubmission(form: SubmissionForm, idempotencyKey: string): Promise<CreationOutcome> {
  const { createSubmission: result } = await queryFromBrowser(CreateSubmissionMutation, {
    input: {
      ...form,
      family: familyEnums[form.family],
      training: trainingEnums[form.training],
      visibility: visibilityEnums[form.visibility],
      paperUrl: form.paperUrl || null,
      codeUrl: form.codeUrl || null,
      licence: form.licence || null,
      idempotencyKey,
    },
  })
  switch (result.__typename) {
    case 'SubmissionCreated':
      return { kind: 'created', uuid: result.submission.uuid }
    case 'InvalidInput':
      return { kind: 'issues', issues: fieldIssues(result.issues) }
    case 'NotSignedIn':
      return { kind: 'signed-out' }
    case 'DailyLimitReached':
      return {
        kind: 'refused',
        title: 'All submissions of the last 24 hours are used up',
        message: `${result.message} The next one is possible from ${formatInstant(result.resetsAt)}.`,
      }
  }
}

const familyEnums = {
  convolutional: 'CONVOLUTIONAL',
  transformer: 'TRANSFORMER',
  mamba: 'MAMBA',
  hybrid: 'HYBRID',
  foundation: 'FOUNDATION',
} as const

const trainingEnums = {
  standard: 'STANDARD',
  adversarial: 'ADVERSARIAL',
  'frequency-adversarial': 'FREQUENCY_ADVERSARIAL',
} as const

const visibilityEnums = { private: 'PRIVATE', anonymous: 'ANONYMOUS', public: 'PUBLIC' } as const
