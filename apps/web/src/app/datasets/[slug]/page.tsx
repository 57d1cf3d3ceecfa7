import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { ButtonLink } from '../../../components/button.tsx'
import { Page, PageHeading } from '../../../components/page.tsx'
import { DatasetCases, DatasetFacts, loadDataset } from '../../../features/datasets/index.ts'
import { formatPlural } from '../../../lib/format.ts'

interface DatasetProps {
  params: Promise<{ slug: string }>
}

export async function generateMetadata({ params }: DatasetProps): Promise<Metadata> {
  return { title: (await loadDataset((await params).slug))?.name ?? 'Not found' }
}

export default async function DatasetPage({ params }: DatasetProps) {
  const dataset = await loadDataset((await params).slug)
  if (dataset === null) notFound()
  return (
    <Page>
      <PageHeading above={<Link href="/datasets">Datasets</Link>} title={dataset.name} lead={dataset.description} />
      <ButtonLink href={`/?dataset=${dataset.slug}`}>
        {dataset.submissionCount === 0 ? 'Its board' : `Board with ${formatPlural(dataset.submissionCount, 'model')}`}
      </ButtonLink>
      <DatasetFacts dataset={dataset} />
      <DatasetCases dataset={dataset} />
    </Page>
  )
}
