import { createAuthClient } from 'better-auth/client'

/** Accounts, through this origin's /api/auth. */
export const authClient = createAuthClient()
