import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')

const environmentSchema = z.object({
  DATABASE_URL: z
    .string()
    .min(1, 'Set DATABASE_URL to the PostgreSQL to use, e.g. postgres://user@127.0.0.1:5432/voxproof.'),
  VOXPROOF_HOME: z.string().default(resolve(repositoryRoot, '.voxproof')),
  GATEWAY_HOST: z.string().default('127.0.0.1'),
  GATEWAY_PORT: z.coerce.number().int().min(0).max(65535).default(4000),
  GATEWAY_URL: z.url().default('http://127.0.0.1:4000'),
  PUBLIC_URL: z.url().default('http://localhost:3000'),
  AUTH_SECRET: z.string().min(32).optional(),
  MAX_UPLOAD_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(2 * 1024 ** 3),
  DAILY_SUBMISSION_LIMIT: z.coerce.number().int().positive().default(10),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

/** What the gateway is told from outside, in its own words. Sizes in bytes, limits per rolling 24 hours. */
export interface Environment {
  readonly databaseUrl: string
  readonly home: string
  readonly host: string
  readonly port: number
  readonly gatewayUrl: string
  readonly publicUrl: string
  readonly authSecret: string | undefined
  readonly maxUploadBytes: number
  readonly dailySubmissionLimit: number
  readonly logLevel: string
}

/** Reads the environment; throws an error that names each variable that does not fit. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const parsed = environmentSchema.safeParse(variables)
  if (!parsed.success) throw new Error(`The environment does not fit:\n${z.prettifyError(parsed.error)}`)
  const values = parsed.data
  return {
    databaseUrl: values.DATABASE_URL,
    home: resolve(values.VOXPROOF_HOME),
    host: values.GATEWAY_HOST,
    port: values.GATEWAY_PORT,
    gatewayUrl: values.GATEWAY_URL,
    publicUrl: values.PUBLIC_URL,
    authSecret: values.AUTH_SECRET,
    maxUploadBytes: values.MAX_UPLOAD_BYTES,
    dailySubmissionLimit: values.DAILY_SUBMISSION_LIMIT,
    logLevel: values.LOG_LEVEL,
  }
}

/** The folder that holds migrations/, baselines/ and the workspaces. */
export const rootFolder = repositoryRoot
