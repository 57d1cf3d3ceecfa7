import type { ReactNode } from 'react'
import { Loading, Skeleton } from '../../components/skeleton.tsx'

/** A submission's shape while it is on its way. */
export function SubmissionSkeleton(): ReactNode {
  return (
    <Loading label="Loading the submission">
      <Skeleton className="h-4 w-64" />
      <Skeleton className="mt-3 h-8 w-72" />
      <Skeleton className="mt-3 h-4 w-52" />
      <div className="mt-12 border-t border-line pt-6">
        <Skeleton className="h-6 w-44" />
        <Skeleton className="mt-3 h-4 w-96 max-w-full" />
        <div className="mt-5 flex flex-wrap gap-10 border-y border-line py-4">
          <Skeleton className="h-12 w-14" />
          <Skeleton className="h-12 w-16" />
          <Skeleton className="h-12 w-16" />
          <Skeleton className="h-12 w-56 max-md:hidden" />
          <Skeleton className="h-12 w-16" />
        </div>
        <div className="mt-11 grid gap-9 lg:grid-cols-2">
          <Skeleton className="h-72" />
          <Skeleton className="h-72" />
        </div>
      </div>
    </Loading>
  )
}
