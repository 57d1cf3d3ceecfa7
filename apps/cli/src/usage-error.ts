/** The command cannot be carried out as given; the message tells the user what to change. */
export class UsageError extends Error {
  /** Exit status of the process. */
  readonly exitCode: number

  constructor(message: string, { exitCode = 1 }: { readonly exitCode?: number } = {}) {
    super(message)
    this.name = 'UsageError'
    this.exitCode = exitCode
  }
}
