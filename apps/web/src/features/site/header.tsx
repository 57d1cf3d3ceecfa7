import Link from 'next/link'
import type { ReactNode } from 'react'
import { ButtonLink } from '../../components/button.tsx'
import { Mark } from '../../components/mark.tsx'
import { AccountMenu, type AccountMenuFragment } from '../accounts/index.ts'
import type { FragmentOf } from '../../lib/graphql/index.ts'
import { Navigation } from './navigation.tsx'

/** The bar above every page. `viewer` is null for visitors who are not signed in. */
export function Header({ viewer }: { viewer: FragmentOf<typeof AccountMenuFragment> | null }): ReactNode {
  return (
    <header className="border-b border-line bg-surface">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:rounded focus:bg-surface focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <div className="flex flex-wrap items-center gap-x-7 gap-y-1 px-4 py-2.5 md:px-8">
        <Link href="/" className="flex items-center gap-2 text-base font-[650] tracking-[-0.02em] no-underline!">
          <Mark />
          VoxProof
        </Link>
        <Navigation />
        <div className="ml-auto flex items-center gap-3.5">
          {viewer === null ? (
            <Link href="/sign-in" className="py-1.5 whitespace-nowrap text-ink-2 hover:text-ink">
              Sign in
            </Link>
          ) : (
            <AccountMenu viewer={viewer} />
          )}
          <ButtonLink href="/submit" weight="primary">
            <span>
              Submit<span className="max-sm:hidden"> a model</span>
            </span>
          </ButtonLink>
        </div>
      </div>
    </header>
  )
}
