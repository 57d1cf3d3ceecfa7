import { Page } from '../../components/page.tsx'
import { Leaderboard, loadBoard, parseBoardView, type SearchParameters } from '../../features/leaderboard/index.ts'

export default async function LeaderboardPage({ searchParams }: { searchParams: Promise<SearchParameters> }) {
  const view = parseBoardView(await searchParams)
  return (
    <Page>
      <Leaderboard page={await loadBoard(view)} view={view} />
    </Page>
  )
}
