import type { ReactNode } from 'react'
import { Loading, Skeleton } from '../../components/skeleton.tsx'

/** The board's shape while it is on its way: headline, controls, rows. */
export function BoardSkeleton(): ReactNode {
  return (
    <Loading label="Loading the leaderboard">
      <Skeleton className="h-8 w-80 max-w-full" />
      <Skeleton className="mt-3 h-4 w-[36rem] max-w-full" />
      <div className="mt-7 flex flex-wrap gap-6 border-y border-line py-2.5">
        <Skeleton className="h-8 w-52" />
        <Skeleton className="h-8 w-96 max-w-full" />
        <Skeleton className="h-8 w-64 max-w-full" />
      </div>
      <div className="h-10 border-b border-line" />
      {rows.map((row) => (
        <div key={row} className="flex h-[65px] items-center gap-6 border-b border-line-2 px-3">
          <Skeleton className="h-5 w-8" />
          <span className="w-72 max-w-[45%]">
            <Skeleton className="h-4 w-40 max-w-full" />
            <Skeleton className="mt-1.5 h-3 w-28 max-w-full" />
          </span>
          <Skeleton className="ml-auto h-6 w-14 md:ml-0" />
          <Skeleton className="h-2 w-[200px] max-md:hidden" />
          <Skeleton className="h-4 w-20 max-lg:hidden" />
          <Skeleton className="ml-auto h-4 w-14 max-md:hidden" />
          <Skeleton className="h-4 w-14 max-md:hidden" />
        </div>
      ))}
    </Loading>
  )
}

const rows = ['a', 'b', 'c', 'd', 'e', 'f'] as const
