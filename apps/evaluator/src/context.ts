import type { ModelPool } from '@voxproof/engine/inference'
import type { SuiteDefinition, TransferStore } from '@voxproof/engine/suite'
import type { Logger } from 'pino'
import type { DataFolder } from './data-folder.ts'
import type { Database } from './database.ts'
import type { ModelShelf } from './model-shelf.ts'
import type { JobSender } from './queue/index.ts'
import type { Confinement, RuntimeOptions, SandboxedModel, SandboxLimits } from './sandbox/index.ts'

/** The processes of a part's surrogates, opened as they are asked; closed they open again. */
export interface SurrogatePool extends ModelPool {
  readonly isAlive: true
}

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
  readonly models: ModelShelf<SandboxedModel>
  /** Open surrogates, which come with the product and serve all submissions. */
  readonly surrogates: ModelShelf<SurrogatePool>
  /** What was made on surrogates for other parts. */
  readonly transfers: TransferStore
  /** What a report names as having made it. */
  readonly versions: { readonly engine: string; readonly engineHash: string; readonly runtime: string }
}
