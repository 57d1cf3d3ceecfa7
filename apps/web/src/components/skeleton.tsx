import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** A grey bar in the place and size of what is being loaded. */
export function Skeleton({ className }: { className?: string }): ReactNode {
  return <span aria-hidden="true" className={classNames('block animate-pulse rounded bg-line-2', className)} />
}

/** Says to screen readers that the page's content is on its way. */
export function Loading({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div role="status" aria-label={label}>
      {children}
    </div>
  )
}
