'use client'

import { type ReactNode, useEffect, useState } from 'react'

/** Copies `text` to the clipboard and says so for two seconds. `what` completes "Copy …". */
export function CopyButton({ text, what }: { text: string; what: string }): ReactNode {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null)
  useEffect(() => {
    if (outcome === null) return
    const timer = setTimeout(() => setOutcome(null), 2000)
    return () => clearTimeout(timer)
  }, [outcome])

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      setOutcome('copied')
    } catch {
      // Without https, or without permission, browsers offer no clipboard; the text stays selectable.
      setOutcome('refused')
    }
  }

  return (
    <button
      type="button"
      onClick={() => void copy()}
      aria-label={`Copy ${what}`}
      className="rounded border border-line px-1.5 text-[11.5px] leading-5 text-ink-2 hover:bg-hover hover:text-ink"
    >
      <span aria-live="polite">{outcome === null ? 'Copy' : outcome === 'copied' ? 'Copied' : 'Not allowed'}</span>
    </button>
  )
}
