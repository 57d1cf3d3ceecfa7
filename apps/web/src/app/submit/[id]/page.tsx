import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { Page, PageHeading } from '../../../components/page.tsx'
import { AcceptedModels, loadUploadPage, Steps, UploadPanel } from '../../../features/submissions/index.ts'

export const metadata: Metadata = { title: 'Upload the file' }

export default async function UploadPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const { viewer, service, submission } = await loadUploadPage(id)
  if (viewer === null) redirect(`/sign-in?next=${encodeURIComponent(`/submit/${id}`)}`)
  if (submission === null || !submission.isMine) notFound()
  if (submission.status !== 'AWAITING_UPLOAD') redirect(`/submissions/${submission.uuid}`)
  return (
    <Page>
      <PageHeading
        above={<Steps current="Upload" />}
        title={`The file of ${submission.name}`}
        lead="The file goes straight to the service. You may close this page and choose the same file again later: the upload goes on where it stopped."
      />
      <div className="grid grid-cols-1 items-start gap-x-14 gap-y-12 lg:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)]">
        <UploadPanel submission={submission.uuid} endpoint={service.uploadUrl} maxBytes={service.maxUploadBytes} />
        <AcceptedModels service={service} />
      </div>
    </Page>
  )
}
