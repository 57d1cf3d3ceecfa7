'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { formatTimeLeft } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../lib/graphql/index.ts'
import { queryFromBrowser } from '../../lib/graphql/browser.ts'
import { LiveProgressFragment } from './live-progress.fragment.ts'
import { hasEnded, statusNames } from './submission-status.tsx'

const LiveProgressQuery = graphql(
  `
    query LiveProgress($id: ID!) {
      submission(id: $id) { ...LiveProgress }
    }
  `,
  [LiveProgressFragment],
)

type Snapshot = ResultOf<typeof LiveProgressFragment>

/**
 * The submission's state, asked for once a second until it has ended and never while the page is hidden. Whenever a
 * part or a stage is done, the rest of the page is loaded anew.
 */
export function LiveProgress(props: { submission: FragmentOf<typeof LiveProgressFragment> }): ReactNode {
  const loaded = readFragment(LiveProgressFragment, props.submission)
  const { snapshot, isConnected } = useLiveSnapshot(loaded)
  if (hasEnded(snapshot.status) || snapshot.status === 'AWAITING_UPLOAD') return null
  const { finishedParts, totalParts, fraction, etaSeconds } = snapshot.progress
  return (
    <section aria-label="Progress" className="mb-8 rounded-lg border border-line bg-surface p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <p className="font-[580]" aria-live="polite">
          {snapshot.status === 'EVALUATING' && finishedParts === 0 && fraction === 0
            ? 'Waiting for a worker'
            : statusNames[snapshot.status]}
        </p>
        <p className="text-ink-2">
          {snapshot.queuePosition !== null && snapshot.queuePosition > 0
            ? `${snapshot.queuePosition} ahead in the queue`
            : null}
          {etaSeconds === null ? null : formatTimeLeft(etaSeconds)}
        </p>
      </div>
      <div className="mt-3">
        <ProgressBar label="Evaluation" fraction={totalParts === 0 ? null : fraction} />
      </div>
      <p className="mt-2 text-[13px] text-ink-2">
        {totalParts === 0
          ? 'Reading the file, running it once and comparing its gradient with finite differences.'
          : `${finishedParts} of ${totalParts} parts; a part is one scan under one group of attacks.`}
        {isConnected ? null : ' The service does not answer at the moment; trying again.'}
      </p>
    </section>
  )
}

const intervalMs = 1000

function useLiveSnapshot(loaded: Snapshot): { snapshot: Snapshot; isConnected: boolean } {
  const router = useRouter()
  const [polled, setPolled] = useState<Snapshot | null>(null)
  const [isConnected, setConnected] = useState(true)
  const snapshot = polled ?? loaded
  const isLive = !hasEnded(snapshot.status)
  const stage = stageOf(snapshot)
  const seenStage = useRef(stage)

  useEffect(() => {
    if (stage === seenStage.current) return
    seenStage.current = stage
    router.refresh()
  }, [stage, router])

  useEffect(() => {
    if (!isLive) return
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    async function poll(): Promise<void> {
      if (!document.hidden) {
        try {
          const { submission } = await queryFromBrowser(LiveProgressQuery, { id: loaded.uuid }, abort.signal)
          if (submission !== null) setPolled(readFragment(LiveProgressFragment, submission))
          setConnected(true)
        } catch {
          // Shown, and tried again: a lost poll is no reason to take the page away.
          if (!abort.signal.aborted) setConnected(false)
        }
      }
      if (!abort.signal.aborted) timer = setTimeout(() => void poll(), intervalMs)
    }
    timer = setTimeout(() => void poll(), intervalMs)
    return () => {
      abort.abort()
      clearTimeout(timer)
    }
  }, [isLive, loaded.uuid])

  return { snapshot, isConnected }
}

function stageOf({ status, progress }: Snapshot): string {
  return `${status} ${progress.finishedParts}/${progress.totalParts}`
}
