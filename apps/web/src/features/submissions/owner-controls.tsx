'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { queryFromBrowser } from '../../lib/graphql/browser.ts'
import { OwnerControlsFragment } from './owner-controls.fragment.ts'
import { hasEnded } from './submission-status.tsx'

const CancelMutation = graphql(`
  mutation CancelSubmission($id: ID!) {
    cancelSubmission(input: { id: $id }) {
      __typename
      ... on NotSignedIn { message }
      ... on NotFound { message }
      ... on NotAllowed { message }
    }
  }
`)

const RetryMutation = graphql(`
  mutation RetrySubmission($id: ID!) {
    retrySubmission(input: { id: $id }) {
      __typename
      ... on NotSignedIn { message }
      ... on NotFound { message }
      ... on NotAllowed { message }
    }
  }
`)

const VisibilityMutation = graphql(`
  mutation ChangeVisibility($id: ID!, $visibility: Visibility!) {
    changeVisibility(input: { id: $id, visibility: $visibility }) {
      __typename
      ... on NotSignedIn { message }
      ... on NotFound { message }
      ... on NotAllowed { message }
    }
  }
`)

type Visibility = 'PRIVATE' | 'ANONYMOUS' | 'PUBLIC'

/** What the owner can do: send the file, call it off, try again, change who sees it. Nothing for anybody else. */
export function OwnerControls(props: { submission: FragmentOf<typeof OwnerControlsFragment> }): ReactNode {
  const { uuid, isMine, status, visibility, failure } = readFragment(OwnerControlsFragment, props.submission)
  const router = useRouter()
  const [isWaiting, setWaiting] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  if (!isMine) return null

  async function act(action: () => Promise<{ __typename: string; message?: string }>): Promise<void> {
    setWaiting(true)
    setRefusal(null)
    try {
      const { message } = await action()
      if (message !== undefined) setRefusal(message)
      router.refresh()
    } catch (cause) {
      setRefusal(cause instanceof Error ? cause.message : 'The service did not answer.')
    }
    setWaiting(false)
  }
  const cancel = async () => (await queryFromBrowser(CancelMutation, { id: uuid })).cancelSubmission
  const retry = async () => (await queryFromBrowser(RetryMutation, { id: uuid })).retrySubmission
  const change = async (to: Visibility) =>
    (await queryFromBrowser(VisibilityMutation, { id: uuid, visibility: to })).changeVisibility

  return (
    <div className="no-print mb-8 flex flex-wrap items-center gap-3">
      {status === 'AWAITING_UPLOAD' ? (
        <ButtonLink href={`/submit/${uuid}`} weight="primary">
          Upload the file
        </ButtonLink>
      ) : null}
      {status === 'FAILED' && failure?.canRetry !== false ? (
        <Button disabled={isWaiting} onClick={() => void act(retry)}>
          Try again
        </Button>
      ) : null}
      {hasEnded(status) ? null : (
        <Button weight="danger" disabled={isWaiting} onClick={() => void act(cancel)}>
          Cancel the submission
        </Button>
      )}
      <label className="flex items-center gap-2 text-ink-2">
        Visible to
        <select
          className="min-h-9 rounded-[7px] border border-ink-3/70 bg-surface px-2 text-ink"
          value={visibility}
          disabled={isWaiting}
          onChange={(event) => void act(() => change(event.target.value as Visibility))}
        >
          <option value="PUBLIC">everybody</option>
          <option value="ANONYMOUS">everybody, without my name</option>
          <option value="PRIVATE">only me</option>
        </select>
      </label>
      {refusal === null ? null : (
        <div className="basis-full">
          <Notice tone="danger" title="That was not possible">
            {refusal}
          </Notice>
        </div>
      )}
    </div>
  )
}
