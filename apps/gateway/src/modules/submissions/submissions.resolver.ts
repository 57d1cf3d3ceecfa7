import type { ArchitectureFamily, SubmissionStatus } from '@voxproof/schema'
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql'
import { ArchitectureFamilyEnum, SubmissionStatusEnum } from '../../graphql/enums.ts'
import { uuidOf } from '../../graphql/global-id.ts'
import type { Page } from '../../graphql/page.ts'
import { type AccountsContext, User } from '../accounts/index.ts'
import { Dataset, type DatasetsContext } from '../datasets/index.ts'
import { Evaluation, type EvaluationsContext, Progress } from '../evaluations/index.ts'
import { ModelFile, Submission, SubmissionConnection } from './submission.type.ts'
import type { SubmissionsContext } from './submissions.service.ts'

@Resolver(() => Submission)
export class SubmissionsResolver {
  @Query(() => Submission, {
    nullable: true,
    description: 'One submission; null where there is none that you may see.',
  })
  submission(
    @Arg('id', () => ID, { description: 'Global id or raw uuid.' }) id: string,
    @Ctx() { submissions }: SubmissionsContext,
  ): Promise<Submission | null> | null {
    const key = uuidOf('Submission', id)
    return key === undefined ? null : submissions.submission(key)
  }

  @Query(() => SubmissionConnection, { description: 'The submissions that you may see, newest first.' })
  submissions(
    @Ctx() { submissions }: SubmissionsContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'Rows, 1 to 100.' }) first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the last row seen.' }) after: string | null,
    @Arg('dataset', () => String, { nullable: true, description: 'Only for this dataset.' }) dataset: string | null,
    @Arg('family', () => ArchitectureFamilyEnum, { nullable: true, description: 'Only of this family.' })
    family: ArchitectureFamily | null,
    @Arg('status', () => SubmissionStatusEnum, { nullable: true, description: 'Only in this state.' })
    status: SubmissionStatus | null,
  ): Promise<Page<Submission>> {
    return submissions.list({ first, after, dataset, family, status })
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who entered it; null where that is not shown.' })
  owner(@Root() { ownerKey, isOwnerShown }: Submission, @Ctx() { accounts }: AccountsContext) {
    return isOwnerShown ? accounts.user(ownerKey) : null
  }

  @FieldResolver(() => [Dataset], { description: 'The datasets that it is to be ranked on.' })
  async datasets(@Root() { datasetKeys }: Submission, @Ctx() { datasets }: DatasetsContext): Promise<Dataset[]> {
    const found = await Promise.all(datasetKeys.map((key) => datasets.dataset(key)))
    return found.filter((dataset) => dataset !== null)
  }

  @FieldResolver(() => ModelFile, { nullable: true, description: 'The file; null until it is complete.' })
  model(@Root() { modelHash }: Submission, @Ctx() { submissions }: SubmissionsContext) {
    return modelHash === null ? null : submissions.modelFile(modelHash)
  }

  @FieldResolver(() => [Evaluation], { description: 'One for each dataset, once the file has been accepted.' })
  evaluations(@Root() { uuid }: Submission, @Ctx() { evaluations }: EvaluationsContext): Promise<Evaluation[]> {
    return evaluations.ofSubmission(uuid)
  }

  @FieldResolver(() => Progress, { description: 'How much of the work is done, over all datasets.' })
  async progress(@Root() { uuid }: Submission, @Ctx() { evaluations }: EvaluationsContext): Promise<Progress> {
    return evaluations.progress((await evaluations.ofSubmission(uuid)).map((one) => one.key))
  }

  @FieldResolver(() => Int, { nullable: true, description: 'Place in the queue, 1 = next; null once work has begun.' })
  queuePosition(@Root() { uuid }: Submission, @Ctx() { submissions }: SubmissionsContext): Promise<number | null> {
    return submissions.queuePosition(uuid)
  }
}
