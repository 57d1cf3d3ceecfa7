import type { ReactNode } from 'react'

/** Stands where a list would stand while there is nothing in it, and says how something gets there. */
export function Empty(empty: { title: string; children?: ReactNode; action?: ReactNode }): ReactNode {
  return (
    <div className="border-b border-line-2 px-3 py-16 text-center">
      <p className="text-[15px] font-[580]">{empty.title}</p>
      {empty.children ? <p className="mx-auto mt-1 max-w-[52ch] text-ink-2">{empty.children}</p> : null}
      {empty.action ? <div className="mt-5 flex justify-center">{empty.action}</div> : null}
    </div>
  )
}
