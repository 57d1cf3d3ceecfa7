import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'

/** Code to read and to take away. Scrolls sideways; reachable by keyboard for that reason. */
export function CodeBlock({ code, what }: { code: string; what: string }): ReactNode {
  return (
    <div className="relative rounded-lg border border-line bg-surface">
      <div className="absolute top-2 right-2 bg-surface">
        <CopyButton text={code} what={what} />
      </div>
      <section tabIndex={0} aria-label={what} className="overflow-x-auto p-4 pr-20">
        <pre>{code}</pre>
      </section>
    </div>
  )
}
