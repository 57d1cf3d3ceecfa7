import { Arg, Ctx, Mutation, Resolver } from 'type-graphql'
import {
  CancelSubmissionInput,
  ChangeVisibilityInput,
  CreateSubmissionInput,
  RetrySubmissionInput,
} from './submission-inputs.type.ts'
import {
  CancelSubmissionResult,
  ChangeVisibilityResult,
  CreateSubmissionResult,
  RetrySubmissionResult,
} from './submission-results.type.ts'
import type { SubmissionsContext } from './submissions.service.ts'

@Resolver()
export class SubmissionMutationsResolver {
  @Mutation(() => CreateSubmissionResult, { description: 'Enters a model; the file follows by tus.' })
  createSubmission(
    @Arg('input', () => CreateSubmissionInput, { description: 'What is entered.' }) input: CreateSubmissionInput,
    @Ctx() { submissions }: SubmissionsContext,
  ): Promise<CreateSubmissionResult> {
    return submissions.create(input)
  }

  @Mutation(() => CancelSubmissionResult, { description: 'Calls one of your submissions off.' })
  cancelSubmission(
    @Arg('input', () => CancelSubmissionInput, { description: 'Which one.' }) { id }: CancelSubmissionInput,
    @Ctx() { submissions }: SubmissionsContext,
  ): Promise<CancelSubmissionResult> {
    return submissions.cancel(id)
  }

  @Mutation(() => RetrySubmissionResult, { description: 'Queues one of your failed submissions again.' })
  retrySubmission(
    @Arg('input', () => RetrySubmissionInput, { description: 'Which one.' }) { id }: RetrySubmissionInput,
    @Ctx() { submissions }: SubmissionsContext,
  ): Promise<RetrySubmissionResult> {
    return submissions.retry(id)
  }

  @Mutation(() => ChangeVisibilityResult, { description: 'Sets who may see one of your submissions.' })
  changeVisibility(
    @Arg('input', () => ChangeVisibilityInput, { description: 'Which one, and who.' }) input: ChangeVisibilityInput,
    @Ctx() { submissions }: SubmissionsContext,
  ): Promise<ChangeVisibilityResult> {
    return submissions.changeVisibility(input.id, input.visibility)
  }
}
