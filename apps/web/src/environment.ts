import { z } from 'zod'

const environmentSchema = z.object({
  /** Where the GraphQL gateway listens; reached by this server only, never by the browser. */
  GATEWAY_URL: z.url().default('http://127.0.0.1:4000'),
  /** The address that people type; used in examples and for absolute links. */
  PUBLIC_URL: z.url().default('http://localhost:3000'),
})
export type Environment = z.infer<typeof environmentSchema>

/** This server's settings, read when asked for so that one build serves every installation. Throws on a bad value. */
export function readEnvironment(): Environment {
  return environmentSchema.parse(process.env)
}

/** True under `next dev`, where React needs what the production build does without. */
export const isDevelopment: boolean = process.env.NODE_ENV === 'development'
