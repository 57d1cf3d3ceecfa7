'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { checkForm, type FieldIssues } from '../../lib/field-issues.ts'
import { useIsHydrated } from '../../lib/use-is-hydrated.ts'
import { authClient } from './auth-client.ts'
import { signInSchema, signUpSchema } from './credentials.ts'

/** Signs in or signs up by e-mail and password, then goes to `next`. */
export function AccountForm({ purpose, next }: { purpose: 'sign-in' | 'sign-up'; next: string }): ReactNode {
  const router = useRouter()
  const [issues, setIssues] = useState<FieldIssues>({})
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isWaiting, setWaiting] = useState(false)
  const isHydrated = useIsHydrated()
  const isNew = purpose === 'sign-up'

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const form = Object.fromEntries(new FormData(event.currentTarget))
    setRefusal(null)
    setWaiting(true)
    const outcome = isNew ? await signUp(form) : await signIn(form)
    if (outcome === 'done') {
      router.push(next)
      router.refresh()
      return
    }
    setWaiting(false)
    setIssues(typeof outcome === 'string' ? {} : outcome)
    if (typeof outcome === 'string') setRefusal(outcome)
  }

  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex max-w-sm flex-col gap-4">
      {refusal === null ? null : <Notice tone="danger" title={refusal} />}
      {isNew ? (
        <TextField
          id="name"
          name="name"
          label="Name"
          autoComplete="name"
          error={issues.name}
          hint="Shown beside your public models."
        />
      ) : null}
      <TextField id="email" name="email" type="email" label="E-mail" autoComplete="email" error={issues.email} />
      <TextField
        id="password"
        name="password"
        type="password"
        label="Password"
        autoComplete={isNew ? 'new-password' : 'current-password'}
        error={issues.password}
        hint={isNew ? 'At least 8 characters.' : undefined}
      />
      <Button type="submit" weight="primary" disabled={isWaiting || !isHydrated} className="mt-1">
        {isNew ? 'Create account' : 'Sign in'}
      </Button>
      <p className="text-ink-2">
        {isNew ? 'Already have an account? ' : 'New here? '}
        <Link
          href={`/${isNew ? 'sign-in' : 'sign-up'}?next=${encodeURIComponent(next)}`}
          className="font-[550] text-ink underline underline-offset-3"
        >
          {isNew ? 'Sign in' : 'Create an account'}
        </Link>
      </p>
    </form>
  )
}

/** 'done', a sentence for the whole form, or issues by field. */
type Outcome = 'done' | FieldIssues | (string & {})

async function signIn(form: unknown): Promise<Outcome> {
  const checked = checkForm(signInSchema, form)
  if ('issues' in checked) return checked.issues
  return inWords(() => authClient.signIn.email(checked.value))
}

async function signUp(form: unknown): Promise<Outcome> {
  const checked = checkForm(signUpSchema, form)
  if ('issues' in checked) return checked.issues
  return inWords(() => authClient.signUp.email(checked.value))
}

async function inWords(
  attempt: () => Promise<{ error: { status: number; code?: string | undefined; message?: string | undefined } | null }>,
): Promise<Outcome> {
  try {
    const { error } = await attempt()
    if (error === null) return 'done'
    if (error.code === 'INVALID_EMAIL_OR_PASSWORD') return 'No account has this e-mail address and password.'
    if (error.code?.startsWith('USER_ALREADY_EXISTS'))
      return 'An account with this e-mail address exists. Sign in instead.'
    if (error.status === 429) return 'Too many attempts. Wait a minute and try again.'
    return error.message ?? `The service answered ${error.status}. Try again in a moment.`
  } catch {
    // better-auth rejects where the network does; a visitor needs the sentence, not the exception.
    return 'The service did not answer. Check your connection and try again.'
  }
}
