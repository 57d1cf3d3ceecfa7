import type { SuiteDefinition, TransferStore } from '@voxproof/engine/suite'
import type { Logger } from 'pino'
import type { DataFolder } from './data-folder.ts'
import type { Database } from './database.ts'
import type { ModelShelf } from './model-shelf.ts'
import type { JobSender } from './queue/index.ts'
import type { Confinement, RuntimeOptions, SandboxLimits } from './sandbox/index.ts'

/** What the jobs work with. */
export interface EvaluatorContext {
  readonly database: Database
  readonly send: JobSender
  readonly folder: DataFolder
  readonly log: Logger
  /** The suite that new evaluations run under. */
  readonly suite: SuiteDefinition
  readonly limits: SandboxLimits
  readonly runtime: RuntimeOptions
  /** How a model may run; throws SandboxError `sandbox-unavailable` where it may not. */
  readonly confine: (options: { readonly trusted: boolean }) => Confinement
  readonly models: ModelShelf
  /** What was made on surrogates for other parts. */
  readonly transfers: TransferStore
  /** What a report names as having made it. */
  readonly versions: { readonly engine: string; readonly engineHash: string; readonly runtime: string }
}
