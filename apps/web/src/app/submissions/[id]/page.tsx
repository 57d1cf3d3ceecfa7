import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Page } from '../../../components/page.tsx'
import { loadStandings, loadSubmission, SubmissionView } from '../../../features/submissions/index.ts'

interface SubmissionProps {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: SubmissionProps): Promise<Metadata> {
  const submission = await loadSubmission((await params).id)
  return { title: submission?.name ?? 'Not found' }
}

export default async function SubmissionPage({ params }: SubmissionProps) {
  const submission = await loadSubmission((await params).id)
  if (submission === null) notFound()
  return (
    <Page>
      <SubmissionView submission={submission} standings={await loadStandings(submission)} />
    </Page>
  )
}
