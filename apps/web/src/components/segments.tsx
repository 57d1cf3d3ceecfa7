import Link from 'next/link'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface Segment {
  readonly href: string
  readonly label: string
  readonly isCurrent: boolean
  readonly mark?: ReactNode
  /** How many things stand behind it. */
  readonly count?: number | undefined
}

/** A choice among a few, as links: the choice is the address. Scrolls sideways where it does not fit. */
export function Segments({ label, segments }: { label: string; segments: readonly Segment[] }): ReactNode {
  return (
    <nav aria-label={label} className="flex min-w-0 max-w-full items-center gap-2">
      <span className="shrink-0 text-xs text-ink-3">{label}</span>
      <ul className="flex gap-0.5 overflow-x-auto rounded-lg bg-line-2 p-0.5">
        {segments.map((segment) => (
          <li key={segment.href} className="shrink-0">
            <Link
              href={segment.href}
              scroll={false}
              aria-current={segment.isCurrent ? 'true' : undefined}
              className={classNames(
                'flex items-center gap-1.5 rounded-md px-2.5 py-1 whitespace-nowrap no-underline! focus-visible:outline-offset-[-2px]',
                segment.isCurrent ? 'bg-surface font-[550] text-ink shadow-sm' : 'text-ink-2 hover:text-ink',
              )}
            >
              {segment.mark}
              {segment.label}
              {segment.count === undefined ? null : (
                <span className="text-xs font-normal text-ink-3 tabular-nums">{segment.count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
