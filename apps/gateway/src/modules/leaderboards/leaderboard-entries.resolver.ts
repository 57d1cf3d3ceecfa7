import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { Submission, type SubmissionsContext } from '../submissions/index.ts'
import { LeaderboardEntry } from './leaderboard.type.ts'

@Resolver(() => LeaderboardEntry)
export class LeaderboardEntriesResolver {
  @FieldResolver(() => Submission, { description: 'The submission that holds the rank.' })
  submission(@Root() { submissionKey }: LeaderboardEntry, @Ctx() { submissions }: SubmissionsContext) {
    return submissions.submission(submissionKey)
  }
}
