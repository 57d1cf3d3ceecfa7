import type { Metadata } from 'next'
import { Page, PageHeading } from '../../components/page.tsx'
import { HowItWorks, loadSuites } from '../../features/guides/index.ts'

export const metadata: Metadata = { title: 'How it works' }

export default async function HowItWorksPage() {
  const { suites } = await loadSuites()
  return (
    <Page>
      <PageHeading
        title="How it works"
        lead="A segmentation model can be right on every scan it is shown and wrong on the same scans after a change that nobody sees. VoxProof measures how far a model is from that."
      />
      <HowItWorks suites={suites} />
    </Page>
  )
}
