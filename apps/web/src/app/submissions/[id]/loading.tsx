import { Page } from '../../../components/page.tsx'
import { SubmissionSkeleton } from '../../../features/submissions/index.ts'

export default function SubmissionLoading() {
  return (
    <Page>
      <SubmissionSkeleton />
    </Page>
  )
}
