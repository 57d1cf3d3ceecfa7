import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'

/** A SHA-256 or another long identifier: the start is shown, the whole is in the title and in the copy. */
export function Hash({ value, what }: { value: string; what: string }): ReactNode {
  return (
    <span className="inline-flex items-center gap-2">
      <code title={value} className="text-ink-2">
        {value.length > 20 ? `${value.slice(0, 16)}…` : value}
      </code>
      <CopyButton text={value} what={what} />
    </span>
  )
}
