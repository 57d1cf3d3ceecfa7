import type { ReactNode } from 'react'
import { Loading, Skeleton } from './skeleton.tsx'

/** A heading and a table's shape while they are on their way. */
export function TableSkeleton({ label }: { label: string }): ReactNode {
  return (
    <Loading label={label}>
      <Skeleton className="h-8 w-56" />
      <Skeleton className="mt-3 h-4 w-[30rem] max-w-full" />
      <div className="mt-8 h-8 border-b border-line" />
      {rows.map((row) => (
        <div key={row} className="flex items-center gap-8 border-b border-line-2 px-3 py-3">
          <Skeleton className="h-4 w-44" />
          <Skeleton className="ml-auto h-4 w-12" />
          <Skeleton className="h-4 w-12" />
          <Skeleton className="h-4 w-28 max-md:hidden" />
        </div>
      ))}
    </Loading>
  )
}

const rows = ['a', 'b', 'c', 'd'] as const
