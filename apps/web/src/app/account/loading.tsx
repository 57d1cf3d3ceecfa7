import { Page } from '../../components/page.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'

export default function AccountLoading() {
  return (
    <Page>
      <TableSkeleton label="Loading your submissions" />
    </Page>
  )
}
