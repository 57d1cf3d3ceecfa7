import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Page, PageHeading } from '../../components/page.tsx'
import { AccountForm, loadViewer } from '../../features/accounts/index.ts'
import { nextPath } from '../../lib/next-path.ts'

export const metadata: Metadata = { title: 'Create an account' }

export default async function SignUpPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = nextPath((await searchParams).next)
  if ((await loadViewer()) !== null) redirect(next)
  return (
    <Page>
      <PageHeading
        title="Create an account"
        lead="To submit models and follow their evaluation. An e-mail address and a password are all it takes."
      />
      <AccountForm purpose="sign-up" next={next} />
    </Page>
  )
}
