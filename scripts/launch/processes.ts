import { join } from 'node:path'
import type { LaunchFile } from './launch-file.ts'
import type { ProcessIdentity } from './process-identity.ts'
import { runTask } from './run-task.ts'
import { say } from './say.ts'
import { runService, type Service } from './service.ts'

export interface ProcessesOptions {
  readonly logs: string
  readonly signal: AbortSignal
  readonly launchFile: LaunchFile
  readonly environment: NodeJS.ProcessEnv
}

export interface Program {
  /** Also the name of its log file. */
  readonly name: string
  readonly command: readonly [string, ...string[]]
  readonly folder: string
}

/** Every process of one launch: recorded in launch.json as it starts, and ended by `stop`. */
export class Processes {
  readonly #options: ProcessesOptions
  readonly #ending: AbortController = new AbortController()
  readonly #services: Service[] = []
  readonly #tasks: Promise<unknown>[] = []

  constructor(options: ProcessesOptions) {
    this.#options = options
    options.signal.addEventListener('abort', () => this.#ending.abort(), { once: true })
    if (options.signal.aborted) this.#ending.abort()
  }

  /** Runs a program to its end; throws where it fails or the launch ends. */
  run(program: Program & { readonly onLine?: (line: string) => void }): Promise<void> {
    const running = runTask({
      ...program,
      environment: this.#options.environment,
      logFile: this.#logFile(program),
      signal: this.#ending.signal,
      onStart: this.#recorder(program),
    })
    this.#tasks.push(running.catch(() => undefined))
    return running
  }

  /** Keeps a program running until `stop`. */
  serve(program: Program & { readonly environment?: NodeJS.ProcessEnv }): void {
    this.#ending.signal.throwIfAborted()
    const service = runService({
      ...program,
      environment: { ...this.#options.environment, ...program.environment },
      logFile: this.#logFile(program),
      say,
      onStart: this.#recorder(program),
    })
    this.#services.push(service)
  }

  /** Ends everything at once; resolves when it is gone. */
  async stop(): Promise<void> {
    this.#ending.abort()
    await Promise.all([...this.#tasks, ...this.#services.map((service) => service.stop())])
  }

  #logFile({ name }: Program): string {
    return join(this.#options.logs, `${name}.log`)
  }

  #recorder({ name }: Program): (identity: ProcessIdentity) => void {
    return (identity) => this.#options.launchFile.recordService(name, identity)
  }
}
