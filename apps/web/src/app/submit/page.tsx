import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Empty } from '../../components/empty.tsx'
import { Page, PageHeading } from '../../components/page.tsx'
import { AcceptedModels, loadSubmitPage, Steps, SubmissionForm } from '../../features/submissions/index.ts'
import { formatPlural } from '../../lib/format.ts'

export const metadata: Metadata = { title: 'Submit a model' }

export default async function SubmitPage() {
  const { viewer, service, datasets } = await loadSubmitPage()
  if (viewer === null) redirect('/sign-in?next=/submit')
  return (
    <Page>
      <PageHeading
        above={<Steps current="Describe" />}
        title="Submit a model"
        lead={`First a description, then the file. ${formatPlural(viewer.submissionsLeftToday ?? 0, 'submission')} of ${service.dailySubmissionLimit} left today; rejected and failed ones do not count.`}
      />
      <div className="grid grid-cols-1 items-start gap-x-14 gap-y-12 lg:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)]">
        {datasets.length === 0 ? (
          <Empty title="No dataset has been imported yet">
            A model can be submitted when there is one to rank it on.
          </Empty>
        ) : (
          <SubmissionForm datasets={datasets} />
        )}
        <AcceptedModels service={service} />
      </div>
    </Page>
  )
}
