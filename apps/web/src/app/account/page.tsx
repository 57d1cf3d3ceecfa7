import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ButtonLink } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Page, PageHeading } from '../../components/page.tsx'
import { loadAccount, SubmissionList } from '../../features/submissions/index.ts'
import { formatPlural } from '../../lib/format.ts'

export const metadata: Metadata = { title: 'My submissions' }

export default async function AccountPage({ searchParams }: { searchParams: Promise<{ after?: string }> }) {
  const { after } = await searchParams
  const { viewer, service } = await loadAccount(after ?? null)
  if (viewer === null) redirect('/sign-in?next=/account')
  const { nodes, totalCount, pageInfo } = viewer.submissions
  return (
    <Page>
      <PageHeading
        title="My submissions"
        lead={`${viewer.name}, ${viewer.email}. ${formatPlural(viewer.submissionsLeftToday ?? 0, 'submission')} of ${service.dailySubmissionLimit} left today.`}
      />
      {totalCount === 0 ? (
        <Empty
          title="You have not submitted a model yet"
          action={<ButtonLink href="/submit">Submit a model</ButtonLink>}
        >
          It takes a description and an ONNX file.
        </Empty>
      ) : (
        <SubmissionList submissions={nodes} />
      )}
      {pageInfo.hasNextPage && pageInfo.endCursor !== null ? (
        <div className="mt-4 flex justify-center">
          <ButtonLink href={`/account?after=${encodeURIComponent(pageInfo.endCursor)}`}>Older submissions</ButtonLink>
        </div>
      ) : null}
    </Page>
  )
}
