import type { Metadata } from 'next'
import { Page, PageHeading } from '../../components/page.tsx'
import { readEnvironment } from '../../environment.ts'
import { ApiGuide } from '../../features/guides/index.ts'
import { parseBoardView, type SearchParameters } from '../../features/leaderboard/index.ts'

export const metadata: Metadata = { title: 'API' }

export default async function ApiPage({ searchParams }: { searchParams: Promise<SearchParameters> }) {
  const view = parseBoardView(await searchParams)
  return (
    <Page>
      <PageHeading title="API" lead="Everything this site shows comes through GraphQL, which is open to you as well." />
      <ApiGuide publicUrl={readEnvironment().PUBLIC_URL} view={view.dataset === null ? null : view} />
    </Page>
  )
}
