import Link from 'next/link'
import { type ReactNode, Suspense } from 'react'
import { ButtonLink } from '../../components/button.tsx'
import { Mark } from '../../components/mark.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { AccountMenu, loadViewer } from '../accounts/index.ts'
import { Navigation } from './navigation.tsx'

/** The bar above every page. It stands at once; who is signed in follows. */
export function Header(): ReactNode {
  return (
    <header className="border-b border-line bg-surface">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-3 focus:z-10 focus:rounded focus:bg-surface focus:px-3 focus:py-2 md:focus:left-7"
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
          <Suspense fallback={<Skeleton className="h-4 w-20" />}>
            <Account />
          </Suspense>
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

async function Account(): Promise<ReactNode> {
  const viewer = await loadViewer()
  if (viewer !== null) return <AccountMenu viewer={viewer} />
  return (
    <Link href="/sign-in" className="py-1.5 whitespace-nowrap text-ink-2 hover:text-ink">
      Sign in
    </Link>
  )
}
