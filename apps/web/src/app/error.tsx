'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { Button } from '../components/button.tsx'
import { Page, PageHeading } from '../components/page.tsx'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter()
  function retry(): void {
    startTransition(() => {
      router.refresh()
      reset()
    })
  }
  return (
    <Page>
      <PageHeading
        title="This page could not be loaded"
        lead="The service behind it did not answer, or answered with an error. Nothing you entered elsewhere is lost. Try again in a moment."
      />
      <div className="flex items-center gap-4">
        <Button weight="primary" onClick={retry}>
          Try again
        </Button>
        {error.digest ? <span className="text-ink-3">Reference {error.digest}</span> : null}
      </div>
    </Page>
  )
}
