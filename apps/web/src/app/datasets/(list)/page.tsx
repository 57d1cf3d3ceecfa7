import type { Metadata } from 'next'
import { Empty } from '../../../components/empty.tsx'
import { Page, PageHeading } from '../../../components/page.tsx'
import { DatasetList, loadDatasets } from '../../../features/datasets/index.ts'

export const metadata: Metadata = { title: 'Datasets' }

export default async function DatasetsPage() {
  const { datasets } = await loadDatasets()
  return (
    <Page>
      <PageHeading
        title="Datasets"
        lead="Models are attacked and ranked on scans that are held out from training. Each dataset has its own board."
      />
      {datasets.length === 0 ? (
        <Empty title="No dataset has been imported yet">The README says how to import one.</Empty>
      ) : (
        <DatasetList datasets={datasets} />
      )}
    </Page>
  )
}
