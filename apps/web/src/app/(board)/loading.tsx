import { Page } from '../../components/page.tsx'
import { BoardSkeleton } from '../../features/leaderboard/index.ts'

export default function LeaderboardLoading() {
  return (
    <Page>
      <BoardSkeleton />
    </Page>
  )
}
