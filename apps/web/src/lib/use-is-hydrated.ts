'use client'

import { useSyncExternalStore } from 'react'

/**
 * False in the HTML that the server sends, true once this page's scripts run. What needs them (a form that must not be
 * sent as the browser would send it, a file that must be noticed) stays disabled until then.
 */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  )
}

function subscribe(): () => void {
  return () => undefined
}
