import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

type Tone = 'quiet' | 'warning' | 'danger'

/** Says what happened and what to do. `danger` and `warning` are announced to screen readers. */
export function Notice(notice: { tone?: Tone; title: string; children?: ReactNode; actions?: ReactNode }): ReactNode {
  const tone = notice.tone ?? 'quiet'
  return (
    <div
      role={tone === 'quiet' ? undefined : 'alert'}
      className={classNames('max-w-[84ch] rounded-lg border-l-2 px-4 py-3', tones[tone])}
    >
      <p className="font-[580] text-ink">{notice.title}</p>
      {notice.children ? <div className="mt-1 text-ink-2">{notice.children}</div> : null}
      {notice.actions ? <div className="mt-3 flex flex-wrap gap-2">{notice.actions}</div> : null}
    </div>
  )
}

const tones: Readonly<Record<Tone, string>> = {
  quiet: 'border-line bg-line-2',
  warning: 'border-flag bg-flag-ground',
  danger: 'border-danger bg-danger-ground',
}
