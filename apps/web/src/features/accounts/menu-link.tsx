'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'

/** A link inside a popover that closes the popover: moving on within the site does not reload the page. */
export function MenuLink({ href, children }: { href: string; children: ReactNode }): ReactNode {
  return (
    <Link
      href={href}
      onClick={(event) => event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()}
      className="block rounded px-3 py-1.5 no-underline! hover:bg-hover"
    >
      {children}
    </Link>
  )
}
