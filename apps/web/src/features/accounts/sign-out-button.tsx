'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { authClient } from './auth-client.ts'

/** Ends the session and shows the leaderboard as a visitor sees it. */
export function SignOutButton(): ReactNode {
  const router = useRouter()
  const [isLeaving, setLeaving] = useState(false)

  async function signOut(): Promise<void> {
    setLeaving(true)
    await authClient.signOut()
    router.push('/')
    router.refresh()
    setLeaving(false)
  }

  return (
    <button
      type="button"
      disabled={isLeaving}
      onClick={() => void signOut()}
      className="block w-full rounded px-3 py-1.5 text-left hover:bg-hover"
    >
      Sign out
    </button>
  )
}
