'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { classNames } from '../../components/class-names.ts'

const places = [
  { href: '/', label: 'Leaderboard' },
  { href: '/datasets', label: 'Datasets' },
  { href: '/how-it-works', label: 'How it works' },
  { href: '/api', label: 'API' },
] as const

/** The site's places, the current one marked. Below the name on narrow screens. */
export function Navigation(): ReactNode {
  const pathname = usePathname()
  return (
    <nav
      aria-label="Site"
      className="-mx-4 max-w-[100vw] overflow-x-auto px-4 max-md:order-last max-md:w-[calc(100%+2rem)] md:mx-0 md:px-0"
    >
      <ul className="flex gap-5">
        {places.map(({ href, label }) => {
          const isCurrent = href === '/' ? pathname === '/' : pathname.startsWith(href)
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={isCurrent ? 'page' : undefined}
                className={classNames(
                  'block py-1.5 whitespace-nowrap hover:text-ink focus-visible:outline-offset-[-2px]',
                  isCurrent ? 'font-[550] text-ink' : 'text-ink-2',
                )}
              >
                {label}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
