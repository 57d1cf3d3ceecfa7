'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { classNames } from '../../components/class-names.ts'
import { Notice } from '../../components/notice.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { formatBytes, formatDuration } from '../../lib/format.ts'
import { useIsHydrated } from '../../lib/use-is-hydrated.ts'
import { type UploadState, useUpload } from './use-upload.ts'

/** Takes the model file, by choice or drop, and sends it. Leads to the submission's page when it has arrived. */
export function UploadPanel(panel: { submission: string; endpoint: string; maxBytes: number }): ReactNode {
  const router = useRouter()
  const { state, start, pause, resume, cancel } = useUpload({
    endpoint: panel.endpoint,
    submission: panel.submission,
  })
  const isDone = state.kind === 'done'
  useEffect(() => {
    if (isDone) router.push(`/submissions/${panel.submission}`)
  }, [isDone, router, panel.submission])
  const isRefused = state.kind === 'refused'
  useEffect(() => {
    // Where the refusal has ended the submission, the page leads to what is said there.
    if (isRefused) router.refresh()
  }, [isRefused, router])
  const [objection, setObjection] = useState<string | null>(null)

  function choose(file: File | undefined): void {
    if (!file) return
    const found = objectionTo(file, panel.maxBytes)
    setObjection(found)
    if (found === null) void start(file)
  }

  if (state.kind === 'idle' || state.kind === 'refused')
    return (
      <div className="flex flex-col gap-4">
        {state.kind === 'refused' ? (
          <Notice tone="danger" title={`${state.file.name} was not taken`}>
            {state.message}
          </Notice>
        ) : null}
        {objection === null ? null : (
          <Notice tone="danger" title="This file cannot be sent">
            {objection}
          </Notice>
        )}
        <DropZone maxBytes={panel.maxBytes} onFile={choose} />
      </div>
    )
  return (
    <div className="rounded-lg border border-line bg-surface p-5">
      <p className="font-[580] [overflow-wrap:anywhere]">{state.file.name}</p>
      <Sending state={state} />
      {state.kind === 'done' ? null : (
        <div className="mt-4 flex gap-2">
          {state.kind === 'paused' ? (
            <Button onClick={resume}>Continue</Button>
          ) : (
            <Button onClick={pause}>Pause</Button>
          )}
          <Button weight="danger" onClick={() => void cancel()}>
            Cancel the upload
          </Button>
        </div>
      )}
    </div>
  )
}

function Sending({ state }: { state: Exclude<UploadState, { kind: 'idle' | 'refused' }> }): ReactNode {
  const { size } = state.file
  const sent = state.kind === 'done' ? size : state.sent
  return (
    <>
      <div className="mt-3">
        <ProgressBar label="Upload" fraction={size === 0 ? 1 : sent / size} />
      </div>
      <p className="mt-2 flex flex-wrap gap-x-5 text-ink-2">
        <span>
          {formatBytes(sent)} of {formatBytes(size)}
        </span>
        {state.kind === 'sending' && state.bytesPerSecond !== null ? (
          <span>{formatBytes(state.bytesPerSecond)}/s</span>
        ) : null}
        {state.kind === 'sending' && state.secondsLeft !== null ? (
          <span>{formatDuration(state.secondsLeft)} left</span>
        ) : null}
        {state.kind === 'paused' ? <span>Paused</span> : null}
        {state.kind === 'waiting' ? <span>The connection was lost; trying again</span> : null}
        {state.kind === 'done' ? <span>Sent. Opening the submission</span> : null}
      </p>
    </>
  )
}

/** The whole area is the file input itself, which takes clicks, keys and drops without further ado. */
function DropZone({ maxBytes, onFile }: { maxBytes: number; onFile: (file: File | undefined) => void }): ReactNode {
  const [isOver, setOver] = useState(false)
  const isHydrated = useIsHydrated()
  return (
    <div
      className={classNames(
        'relative flex flex-col items-center gap-1 rounded-lg border border-dashed px-6 py-14 text-center',
        'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
        isOver ? 'border-ink bg-hover' : 'border-ink-3 bg-surface hover:bg-hover',
      )}
    >
      <span className="text-[15px] font-[580]">Drop the ONNX file here, or choose it</span>
      <span className="text-ink-2">
        At most {formatBytes(maxBytes)}. It is sent in pieces and goes on after an interruption.
      </span>
      <input
        type="file"
        disabled={!isHydrated}
        accept=".onnx,application/octet-stream"
        aria-label="Model file"
        className="absolute inset-0 cursor-pointer opacity-0"
        onDragEnter={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={() => setOver(false)}
        onChange={(event) => {
          onFile(event.target.files?.[0])
          event.target.value = ''
        }}
      />
    </div>
  )
}

function objectionTo(file: File, maxBytes: number): string | null {
  if (file.size === 0) return `${file.name} is empty. Choose the exported .onnx file.`
  if (file.size > maxBytes)
    return `${file.name} has ${formatBytes(file.size)}; this service takes at most ${formatBytes(maxBytes)}. Nothing was sent.`
  return null
}
