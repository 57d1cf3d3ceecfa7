import type { ReactNode } from 'react'

export interface Fact {
  readonly label: string
  readonly value: ReactNode
  readonly explanation?: string
}

/** Names and values, two columns, hairlines between. */
export function Facts({ facts }: { facts: readonly Fact[] }): ReactNode {
  return (
    <dl className="grid grid-cols-[minmax(7.5rem,auto)_1fr]">
      {facts.map(({ label, value, explanation }) => (
        <div key={label} className="col-span-2 grid grid-cols-subgrid gap-x-4 border-b border-line-2 py-[7px]">
          <dt className="text-ink-3" title={explanation}>
            {label}
          </dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
