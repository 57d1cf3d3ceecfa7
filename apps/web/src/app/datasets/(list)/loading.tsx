import { Page } from '../../../components/page.tsx'
import { TableSkeleton } from '../../../components/table-skeleton.tsx'

export default function DatasetsLoading() {
  return (
    <Page>
      <TableSkeleton label="Loading the datasets" />
    </Page>
  )
}
