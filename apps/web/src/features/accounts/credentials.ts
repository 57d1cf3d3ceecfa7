import { z } from 'zod'

/** What signing in needs. */
export const signInSchema = z.object({
  email: z.email('Enter an e-mail address like name@example.org.'),
  password: z.string().min(1, 'Enter your password.'),
})

/** What an account needs: a name to show beside models, an address, a password of at least 8 characters. */
export const signUpSchema = z.object({
  name: z.string().trim().min(1, 'Enter the name to show beside your models.').max(80, 'Use at most 80 characters.'),
  email: z.email('Enter an e-mail address like name@example.org.'),
  password: z.string().min(8, 'Use at least 8 characters.').max(128, 'Use at most 128 characters.'),
})
