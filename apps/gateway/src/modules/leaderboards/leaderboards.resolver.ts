import type { ArchitectureFamily } from '@voxproof/schema'
import { Arg, Ctx, FieldResolver, Float, Int, Query, Resolver, Root } from 'type-graphql'
import { ArchitectureFamilyEnum } from '../../graphql/enums.ts'
import type { Page } from '../../graphql/page.ts'
import {
  FamilySummary,
  Leaderboard,
  type LeaderboardEntry,
  LeaderboardEntryConnection,
  type LeaderboardOrder,
  LeaderboardOrderEnum,
} from './leaderboard.type.ts'
import type { LeaderboardsContext } from './leaderboards.service.ts'

@Resolver(() => Leaderboard)
export class LeaderboardsResolver {
  @Query(() => Leaderboard, { nullable: true, description: 'One board; null where dataset or suite is unknown.' })
  leaderboard(
    @Ctx() { leaderboards }: LeaderboardsContext,
    @Arg('dataset', () => String, { description: 'Slug of the dataset.' }) dataset: string,
    @Arg('suite', () => String, {
      nullable: true,
      description:
        'Slug of the suite; where left out, the one that ranks, or while it has no models here the one with most.',
    })
    suite: string | null,
    @Arg('family', () => ArchitectureFamilyEnum, { nullable: true, description: 'The board of this family only.' })
    family: ArchitectureFamily | null,
  ): Promise<Leaderboard | null> {
    return leaderboards.leaderboard({ dataset, suite: suite ?? null, family: family ?? null })
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      "Kendall's tau-b between `rank` and `rankThenAggregate`: 1 where both orders rank alike. Null with fewer than two ranks.",
  })
  kendallTau(@Root() board: Leaderboard, @Ctx() { leaderboards }: LeaderboardsContext): Promise<number | null> {
    return leaderboards.kendallTau(board)
  }

  @FieldResolver(() => [FamilySummary], {
    description: 'Every architecture family with the number of its models here, those without a result included.',
  })
  families(@Root() board: Leaderboard, @Ctx() { leaderboards }: LeaderboardsContext): Promise<FamilySummary[]> {
    return leaderboards.families(board)
  }

  @FieldResolver(() => LeaderboardEntryConnection, { description: 'The models of the board.' })
  entries(
    @Root() board: Leaderboard,
    @Ctx() { leaderboards }: LeaderboardsContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'Rows, 1 to 100.' }) first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the last row seen.' }) after: string | null,
    @Arg('orderBy', () => LeaderboardOrderEnum, { nullable: true, defaultValue: 'RANK', description: 'The order.' })
    orderBy: LeaderboardOrder | null,
    @Arg('descending', () => Boolean, {
      nullable: true,
      description: "Largest first; the order's own way if left out.",
    })
    descending: boolean | null,
  ): Promise<Page<LeaderboardEntry>> {
    return leaderboards.entries(board, { first, after, orderBy, descending })
  }
}
