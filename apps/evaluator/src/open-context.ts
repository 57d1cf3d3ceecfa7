import { join } from 'node:path'
import { engineHash, engineVersion, suites, transferFolder } from '@voxproof/engine/suite'
import type { PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import type { EvaluatorContext } from './context.ts'
import { dataFolder } from './data-folder.ts'
import type { Database } from './database.ts'
import { baselineModels, type Environment } from './environment.ts'
import { ModelShelf } from './model-shelf.ts'
import { jobSender } from './queue/index.ts'
import {
  confinementFor,
  defaultLimits,
  runtimeVersion,
  probeBubblewrap,
  SandboxError,
  type SandboxProbe,
} from './sandbox/index.ts'

/** Puts together what the jobs work with; says in the log how models are confined here. Throws on an unknown suite. */
export async function openContext(
  environment: Environment,
  services: { readonly database: Database; readonly boss: PgBoss; readonly log: Logger },
): Promise<EvaluatorContext> {
  const { database, boss, log } = services
  const suite = Object.values(suites).find(({ id }) => id === environment.SUITE)
  if (suite === undefined) {
    throw new Error(`SUITE is ${environment.SUITE}; known are ${Object.keys(suites).join(', ')}.`)
  }
  const probe = await probeBubblewrap()
  const allowDegraded = environment.EVALUATOR_SANDBOX === 'degraded'
  logConfinement(log, probe, allowDegraded)
  const runtime = { providers: environment.EVALUATOR_PROVIDERS, threads: environment.EVALUATOR_THREADS }
  const memoryBytes = environment.EVALUATOR_MEMORY_BYTES
  const versions = { engine: engineVersion, engineHash: await engineHash(), runtime: await runtimeVersion() }
  return {
    database,
    send: jobSender(boss),
    folder: dataFolder(environment.VOXPROOF_HOME, baselineModels),
    log,
    suite,
    limits: {
      ...defaultLimits,
      memoryBytes,
      openSeconds: environment.EVALUATOR_OPEN_SECONDS,
      requestSeconds: environment.EVALUATOR_REQUEST_SECONDS,
    },
    runtime,
    confine({ trusted }) {
      const confinement = confinementFor(probe, { allowDegraded, trusted })
      if (confinement !== null) return confinement
      throw new SandboxError('sandbox-unavailable', 'This installation cannot confine uploaded models and runs none.')
    },
    models: new ModelShelf(environment.EVALUATOR_CONCURRENCY),
    surrogates: new ModelShelf(environment.EVALUATOR_CONCURRENCY),
    transfers: transferFolder({
      folder: join(environment.VOXPROOF_HOME, 'transfers'),
      limitBytes: environment.EVALUATOR_TRANSFER_BYTES,
      // Within little memory a gradient is computed in another order.
      basis: { engineHash: versions.engineHash, runtimeVersion: versions.runtime, ...runtime, memoryBytes },
    }),
    versions,
  }
}

function logConfinement(log: Logger, probe: SandboxProbe, allowDegraded: boolean): void {
  if (probe.works) {
    log.info({ confinement: 'bubblewrap' }, 'models run confined')
    return
  }
  const advice = 'Install bubblewrap and allow user namespaces.'
  const { reason } = probe
  if (allowDegraded) log.warn({ confinement: 'degraded', reason }, `MODELS RUN DEGRADED, without isolation. ${advice}`)
  else log.warn({ confinement: 'none', reason }, `Uploaded models are refused; baselines run degraded. ${advice}`)
}
