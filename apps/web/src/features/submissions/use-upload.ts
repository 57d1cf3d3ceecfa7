'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import * as tus from 'tus-js-client'
import { type ProgressSample, uploadPace } from './upload-pace.ts'

export type UploadState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'sending'
      readonly file: File
      readonly sent: number
      readonly bytesPerSecond: number | null
      readonly secondsLeft: number | null
    }
  | { readonly kind: 'paused'; readonly file: File; readonly sent: number }
  | { readonly kind: 'waiting'; readonly file: File; readonly sent: number }
  | { readonly kind: 'refused'; readonly file: File; readonly message: string }
  | { readonly kind: 'done'; readonly file: File }

/** Bytes per request: a lost connection costs at most this much. */
const chunkBytes = 8 * 1024 * 1024
const retryDelaysMs = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 60_000, 60_000, 60_000]

/**
 * Sends a file for a submission by tus, 8 MiB at a time. A file that was begun earlier, also before a reload, continues
 * where the server stands. `cancel` forgets the file on both sides.
 */
export function useUpload(target: { endpoint: string; submission: string }): {
  state: UploadState
  start: (file: File) => Promise<void>
  pause: () => void
  resume: () => void
  cancel: () => Promise<void>
} {
  const [state, setState] = useState<UploadState>({ kind: 'idle' })
  const upload = useRef<tus.Upload | null>(null)
  const samples = useRef<ProgressSample[]>([])
  useEffect(() => () => void upload.current?.abort(), [])

  const start = useCallback(
    async (file: File) => {
      samples.current = []
      setState({ kind: 'sending', file, sent: 0, bytesPerSecond: null, secondsLeft: null })
      const next = new tus.Upload(file, {
        endpoint: target.endpoint,
        chunkSize: chunkBytes,
        retryDelays: retryDelaysMs,
        metadata: { submission: target.submission, filename: file.name },
        fingerprint: () =>
          Promise.resolve(`voxproof:${target.submission}:${file.name}:${file.size}:${file.lastModified}`),
        removeFingerprintOnSuccess: true,
        onProgress(sent) {
          samples.current = [...samples.current.slice(-200), { at: performance.now(), bytes: sent }]
          setState({ kind: 'sending', file, sent, ...uploadPace(samples.current, file.size) })
        },
        onShouldRetry(error) {
          const status = error.originalResponse?.getStatus() ?? 0
          const canRetry = status === 0 || status === 409 || status === 423 || status === 429 || status >= 500
          if (canRetry) setState((before) => ({ kind: 'waiting', file, sent: 'sent' in before ? before.sent : 0 }))
          return canRetry
        },
        onError: (error) => setState({ kind: 'refused', file, message: refusalMessage(error) }),
        onSuccess: () => setState({ kind: 'done', file }),
      })
      upload.current = next
      const [previous] = await next.findPreviousUploads()
      if (previous) next.resumeFromPreviousUpload(previous)
      next.start()
    },
    [target.endpoint, target.submission],
  )

  const pause = useCallback(() => {
    void upload.current?.abort()
    setState((before) => ('sent' in before ? { kind: 'paused', file: before.file, sent: before.sent } : before))
  }, [])

  const resume = useCallback(() => {
    samples.current = []
    setState((before) =>
      before.kind === 'paused'
        ? { kind: 'sending', file: before.file, sent: before.sent, bytesPerSecond: null, secondsLeft: null }
        : before,
    )
    upload.current?.start()
  }, [])

  const cancel = useCallback(async () => {
    // Where the server cannot be told, it forgets an unfinished upload by itself after a while.
    await upload.current?.abort(true).catch(() => undefined)
    upload.current = null
    setState({ kind: 'idle' })
  }, [])

  return { state, start, pause, resume, cancel }
}

/** The server's own sentence where it sent one, else what the status means. */
function refusalMessage(error: Error): string {
  const response = error instanceof tus.DetailedError ? error.originalResponse : null
  if (!response)
    return 'The connection was lost and did not come back. Choose the same file again to continue where it stopped.'
  const body = response.getBody().trim()
  const sentence = readSentence(body)
  if (sentence !== null) return sentence
  switch (response.getStatus()) {
    case 401:
    case 403:
      return 'You are signed out, or this submission belongs to somebody else. Sign in and choose the file again.'
    case 413:
      return 'The file is larger than this service takes.'
    default:
      return `The service answered ${response.getStatus()} to the upload. Choose the file again to go on.`
  }
}

function readSentence(body: string): string | null {
  if (body === '' || body.startsWith('<')) return null
  if (!body.startsWith('{')) return body.slice(0, 500)
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed !== 'object' || parsed === null || !('message' in parsed)) return null
    return typeof parsed.message === 'string' ? parsed.message : null
  } catch {
    // Not JSON after all: an intermediary's answer says nothing to a submitter.
    return null
  }
}
