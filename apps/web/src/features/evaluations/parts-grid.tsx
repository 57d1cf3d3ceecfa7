import type { ReactNode } from 'react'
import { classNames } from '../../components/class-names.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { entryLabel } from './entry-label.ts'

export const PartsGridFragment = graphql(`
  fragment PartsGrid on Evaluation {
    parts { caseKey group repeats status progress attempts }
  }
`)

const statusWords = {
  QUEUED: 'waiting',
  RUNNING: 'running',
  FINISHED: 'done',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
} as const

/** Every part of an evaluation: a row per group of attacks, a square per scan, filled as it is done. */
export function PartsGrid(props: { evaluation: FragmentOf<typeof PartsGridFragment> }): ReactNode {
  const { parts } = readFragment(PartsGridFragment, props.evaluation)
  const groups = Map.groupBy(parts, ({ group }) => group)
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
      {[...groups].map(([group, members]) => (
        <div key={group} className="col-span-2 grid grid-cols-subgrid items-center">
          <dt className="text-[13px] text-ink-2">
            {members[0] ? entryLabel({ entry: group, repeats: members[0].repeats }) : group}
          </dt>
          <dd className="flex flex-wrap items-center gap-1">
            {members.map((part) => (
              <span
                key={part.caseKey}
                title={`${part.caseKey}: ${statusWords[part.status]}${part.attempts > 1 ? `, attempt ${part.attempts}` : ''}`}
                className={classNames(
                  'relative size-3 overflow-hidden rounded-[3px] border',
                  part.status === 'FAILED' ? 'border-danger bg-danger' : 'border-ink-3',
                  part.status === 'RUNNING' && 'animate-pulse',
                )}
              >
                <span
                  className="absolute inset-x-0 bottom-0 bg-ink"
                  style={{
                    height: `${part.status === 'FINISHED' ? 100 : part.status === 'RUNNING' ? part.progress * 100 : 0}%`,
                  }}
                />
              </span>
            ))}
            <span className="ml-2 text-xs text-ink-3">
              {members.filter(({ status }) => status === 'FINISHED').length} of {members.length}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
