export { DatasetBoardsResolver } from './dataset-boards.resolver.ts'
export { LeaderboardEntriesResolver } from './leaderboard-entries.resolver.ts'
export { LeaderboardsResolver } from './leaderboards.resolver.ts'
export { type LeaderboardsContext, type LeaderboardsService, leaderboardsService } from './leaderboards.service.ts'
