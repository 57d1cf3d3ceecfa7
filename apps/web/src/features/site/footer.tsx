import Link from 'next/link'
import type { ReactNode } from 'react'

/** The line below every page. */
export function Footer(): ReactNode {
  return (
    <footer className="border-t border-line px-4 py-6 text-[12.5px] text-ink-3 md:px-8">
      <div className="mx-auto flex max-w-[1320px] flex-wrap gap-x-6 gap-y-1">
        <span>VoxProof attacks the uploaded file itself, with its own gradient.</span>
        <span className="flex gap-5 md:ml-auto">
          <Link href="/how-it-works">How it works</Link>
          <Link href="/api">API</Link>
          <Link href="/schema.graphql" prefetch={false}>
            Schema
          </Link>
        </span>
      </div>
    </footer>
  )
}
