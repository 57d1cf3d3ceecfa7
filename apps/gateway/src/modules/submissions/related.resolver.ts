import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql'
import type { Page } from '../../graphql/page.ts'
import { User } from '../accounts/index.ts'
import { Dataset } from '../datasets/index.ts'
import { Evaluation } from '../evaluations/index.ts'
import { Submission, SubmissionConnection } from './submission.type.ts'
import type { SubmissionsContext } from './submissions.service.ts'

@Resolver(() => User)
export class UserSubmissionsResolver {
  @FieldResolver(() => SubmissionConnection, { description: 'Those of their submissions that you may know of.' })
  submissions(
    @Root() { key }: User,
    @Ctx() { submissions }: SubmissionsContext,
    @Arg('first', () => Int, { nullable: true, description: 'Rows, 1 to 100; 20 where left out.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the last row seen.' }) after: string | null,
  ): Promise<Page<Submission>> {
    return submissions.list({ first, after, ownerId: key })
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Submissions left within 24 hours; null for others than you.',
  })
  submissionsLeftToday(@Root() { key }: User, @Ctx() { submissions }: SubmissionsContext): Promise<number | null> {
    return submissions.leftToday(key)
  }
}

@Resolver(() => Dataset)
export class DatasetSubmissionsResolver {
  @FieldResolver(() => Int, { description: 'Models that stand on its boards.' })
  submissionCount(@Root() { slug }: Dataset, @Ctx() { submissions }: SubmissionsContext): Promise<number> {
    return submissions.countOnBoards(slug)
  }
}

@Resolver(() => Evaluation)
export class EvaluationSubmissionResolver {
  @FieldResolver(() => Submission, { description: 'The submission whose model is attacked.' })
  submission(@Root() { submissionKey }: Evaluation, @Ctx() { submissions }: SubmissionsContext) {
    return submissions.submission(submissionKey)
  }
}
