import type { Metadata } from 'next'
import { ButtonLink } from '../components/button.tsx'
import { Page, PageHeading } from '../components/page.tsx'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <Page>
      <PageHeading
        title="Nothing is at this address"
        lead="The page may have moved, or what it showed is private to somebody else."
      />
      <div className="flex gap-2">
        <ButtonLink href="/" weight="primary">
          Leaderboard
        </ButtonLink>
        <ButtonLink href="/datasets">Datasets</ButtonLink>
      </div>
    </Page>
  )
}
