import type { ReactNode } from 'react'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { MenuLink } from './menu-link.tsx'
import { SignOutButton } from './sign-out-button.tsx'

export const AccountMenuFragment = graphql(`
  fragment AccountMenu on User {
    name
  }
`)

/** Who is signed in, and what belongs to them. A native popover: Escape and a click elsewhere close it. */
export function AccountMenu(props: { viewer: FragmentOf<typeof AccountMenuFragment> }): ReactNode {
  const viewer = readFragment(AccountMenuFragment, props.viewer)
  return (
    <div className="relative">
      <button
        type="button"
        popoverTarget="account-menu"
        className="flex max-w-40 items-center gap-1.5 py-1.5 text-ink-2 [anchor-name:--account] hover:text-ink"
      >
        <span className="truncate">{viewer.name}</span>
        <svg width="8" height="5" viewBox="0 0 8 5" aria-hidden="true">
          <path d="M1 1l3 3 3-3" fill="none" stroke="currentColor" strokeWidth="1.3" />
        </svg>
        <span className="sr-only">Account menu</span>
      </button>
      <div
        id="account-menu"
        popover="auto"
        className="inset-auto top-[calc(anchor(bottom)+6px)] right-[anchor(right)] m-0 min-w-44 rounded-lg border border-line bg-surface p-1 text-ink shadow-lg [position-anchor:--account]"
      >
        <MenuLink href="/account">My submissions</MenuLink>
        <SignOutButton />
      </div>
    </div>
  )
}
