import type { ReactNode } from 'react'

/** A word about a thing, beside its name. */
export function Chip({ children, title }: { children: ReactNode; title?: string }): ReactNode {
  return (
    <span
      title={title}
      className="inline-block rounded-full border border-line px-2 text-[11.5px] leading-[18px] whitespace-nowrap text-ink-2"
    >
      {children}
    </span>
  )
}

/** A warning that belongs to a result; `title` explains it in a sentence. */
export function Flag({ children, title }: { children: ReactNode; title?: string }): ReactNode {
  return (
    <span
      title={title}
      className="inline-block rounded-full bg-flag-ground px-2 py-px text-xs whitespace-nowrap text-flag"
    >
      {children}
    </span>
  )
}
