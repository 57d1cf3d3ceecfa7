import { createUnionType, Field, Int, ObjectType } from 'type-graphql'
import { DateTime } from '../../graphql/scalars.ts'
import { Submission } from './submission.type.ts'

@ObjectType({ description: 'The submission stands; now send the file.' })
export class SubmissionCreated {
  declare readonly kind: 'SubmissionCreated'

  @Field(() => Submission, { description: 'The new submission, or the one made earlier with the same idempotencyKey.' })
  declare readonly submission: Submission

  @Field(() => String, {
    description:
      'tus endpoint, relative to the address at which you reached GraphQL. Send Upload-Metadata `submission` (the uuid) and `filename`.',
  })
  declare readonly uploadUrl: string
}

@ObjectType({ description: 'The submission was called off; its waiting jobs are gone.' })
export class SubmissionCancelled {
  declare readonly kind: 'SubmissionCancelled'

  @Field(() => Submission, { description: 'The submission as it stands now.' })
  declare readonly submission: Submission
}

@ObjectType({ description: 'The submission is queued again; results that it has already are kept.' })
export class SubmissionRetried {
  declare readonly kind: 'SubmissionRetried'

  @Field(() => Submission, { description: 'The submission as it stands now.' })
  declare readonly submission: Submission
}

@ObjectType({ description: 'The visibility is changed; boards follow within seconds.' })
export class VisibilityChanged {
  declare readonly kind: 'VisibilityChanged'

  @Field(() => Submission, { description: 'The submission as it stands now.' })
  declare readonly submission: Submission
}

@ObjectType({ description: 'One field of the input that does not fit.' })
export class InputIssue {
  @Field(() => String, { description: 'Path of the field, such as datasets.0.' })
  declare readonly path: string

  @Field(() => String, { description: 'What is wrong and what would fit.' })
  declare readonly message: string
}

@ObjectType({ description: 'The input does not fit; nothing was changed.' })
export class InvalidInput {
  declare readonly kind: 'InvalidInput'

  @Field(() => [InputIssue], { description: 'Each field that does not fit.' })
  declare readonly issues: readonly InputIssue[]
}

@ObjectType({ description: 'All submissions of the last 24 hours are used up. Rejected and failed ones do not count.' })
export class DailyLimitReached {
  declare readonly kind: 'DailyLimitReached'

  @Field(() => Int, { description: 'Submissions allowed in 24 hours.' })
  declare readonly limit: number

  @Field(() => String, { description: 'The reason in plain words.' })
  declare readonly message: string

  @Field(() => DateTime, { description: 'When the next one becomes possible.' })
  declare readonly resetsAt: Date
}

@ObjectType({ description: 'Only for people who are signed in.' })
export class NotSignedIn {
  declare readonly kind: 'NotSignedIn'

  @Field(() => String, { description: 'What to do.' })
  declare readonly message: string
}

@ObjectType({ description: 'There is nothing with this id among what you may see.' })
export class NotFound {
  declare readonly kind: 'NotFound'

  @Field(() => String, { description: 'What was looked for.' })
  declare readonly message: string
}

@ObjectType({ description: 'The thing is there, but this cannot be done to it.' })
export class NotAllowed {
  declare readonly kind: 'NotAllowed'

  @Field(() => String, { description: 'Why not.' })
  declare readonly message: string
}

const resolveType = (value: { readonly kind: string }): string => value.kind

export const CreateSubmissionResult = createUnionType({
  name: 'CreateSubmissionResult',
  description: 'Outcome of createSubmission.',
  types: () => [SubmissionCreated, NotSignedIn, InvalidInput, DailyLimitReached] as const,
  resolveType,
})
export type CreateSubmissionResult = SubmissionCreated | NotSignedIn | InvalidInput | DailyLimitReached

export const CancelSubmissionResult = createUnionType({
  name: 'CancelSubmissionResult',
  description: 'Outcome of cancelSubmission.',
  types: () => [SubmissionCancelled, NotSignedIn, NotFound, NotAllowed] as const,
  resolveType,
})
export type CancelSubmissionResult = SubmissionCancelled | NotSignedIn | NotFound | NotAllowed

export const RetrySubmissionResult = createUnionType({
  name: 'RetrySubmissionResult',
  description: 'Outcome of retrySubmission.',
  types: () => [SubmissionRetried, NotSignedIn, NotFound, NotAllowed] as const,
  resolveType,
})
export type RetrySubmissionResult = SubmissionRetried | NotSignedIn | NotFound | NotAllowed

export const ChangeVisibilityResult = createUnionType({
  name: 'ChangeVisibilityResult',
  description: 'Outcome of changeVisibility.',
  types: () => [VisibilityChanged, NotSignedIn, NotFound, NotAllowed] as const,
  resolveType,
})
export type ChangeVisibilityResult = VisibilityChanged | NotSignedIn | NotFound | NotAllowed
