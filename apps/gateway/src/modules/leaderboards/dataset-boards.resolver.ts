import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { Dataset } from '../datasets/index.ts'
import { BoardSummary } from './leaderboard.type.ts'
import type { LeaderboardsContext } from './leaderboards.service.ts'

@Resolver(() => Dataset)
export class DatasetBoardsResolver {
  @FieldResolver(() => [BoardSummary], {
    description: 'Its boards that hold models: of the suite that ranks first, then most models first.',
  })
  boards(@Root() dataset: Dataset, @Ctx() { leaderboards }: LeaderboardsContext): Promise<BoardSummary[]> {
    return leaderboards.boards(dataset)
  }
}
