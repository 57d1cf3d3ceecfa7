import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Page, PageHeading } from '../../components/page.tsx'
import { AccountForm, loadViewer } from '../../features/accounts/index.ts'
import { nextPath } from '../../lib/next-path.ts'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = nextPath((await searchParams).next)
  if ((await loadViewer()) !== null) redirect(next)
  return (
    <Page>
      <PageHeading title="Sign in" lead="To submit models and follow their evaluation. Looking needs no account." />
      <AccountForm purpose="sign-in" next={next} />
    </Page>
  )
}
