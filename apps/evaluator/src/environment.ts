import { availableParallelism, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { transferLimitBytes } from '@voxproof/engine/suite'
import { z } from 'zod'

const repositoryRoot = resolve(import.meta.dirname, '../../..')

/** The models that come with the product, among them the suites' surrogates. */
export const baselineModels: string = join(repositoryRoot, 'baselines', 'models')

const count = z.coerce.number().int().positive()

const environmentSchema = z.object({
  DATABASE_URL: z.url(),
  /** The data folder. */
  VOXPROOF_HOME: z.string().default(join(repositoryRoot, '.voxproof')),
  /** ONNX Runtime execution providers in order of preference, comma-separated. */
  EVALUATOR_PROVIDERS: z
    .string()
    .default('cpu')
    .transform((list) => list.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(['cpu', 'cuda', 'webgpu'])).min(1)),
  /** Parts evaluated at the same time, each in its own process. */
  EVALUATOR_CONCURRENCY: count.default(1),
  /** Threads of ONNX Runtime in each of those processes. */
  EVALUATOR_THREADS: count.optional(),
  /** Resident memory that one model's process may use. */
  EVALUATOR_MEMORY_BYTES: count.default(Math.min(8 * 2 ** 30, Math.floor(totalmem() * 0.75))),
  /** Disk that volumes made on surrogates may take in the data folder; those used least recently go first. */
  EVALUATOR_TRANSFER_BYTES: count.default(transferLimitBytes),
  /** Longest time for checking or loading a model, and for one pass through it. */
  EVALUATOR_OPEN_SECONDS: count.default(600),
  EVALUATOR_REQUEST_SECONDS: count.default(600),
  /** `degraded` lets uploaded models run in a plain process where bubblewrap does not work. */
  EVALUATOR_SANDBOX: z.enum(['required', 'degraded']).default('required'),
  /** The suite that new submissions are evaluated under. */
  SUITE: z.string().default('quick-1'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

/** The evaluator's settings; the only place that reads the environment. Throws with every wrong variable named. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const parsed = environmentSchema.safeParse(variables)
  if (!parsed.success) throw new Error(`The environment does not fit the evaluator:\n${z.prettifyError(parsed.error)}`)
  const values = parsed.data
  const threads =
    values.EVALUATOR_THREADS ?? Math.max(1, Math.floor(availableParallelism() / values.EVALUATOR_CONCURRENCY))
  return { ...values, EVALUATOR_THREADS: threads, VOXPROOF_HOME: resolve(values.VOXPROOF_HOME) }
}
export type Environment = z.infer<typeof environmentSchema> & { readonly EVALUATOR_THREADS: number }
