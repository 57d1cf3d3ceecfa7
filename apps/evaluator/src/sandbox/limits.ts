/** What one sandboxed process may use. The parent kills it where it asks for more. */
export interface SandboxLimits {
  /** Resident memory of the process with all of its threads, in bytes. */
  readonly memoryBytes: number
  /** Reading, checking, differentiating and loading a model, in seconds of wall clock. */
  readonly openSeconds: number
  /** One forward pass or one gradient, in seconds of wall clock. */
  readonly requestSeconds: number
  /** Processor time over the life of the process, all threads together, in seconds. */
  readonly cpuSeconds: number
}

/** Generous enough for a 60-million-parameter network at 96^3, or a small one at a fixed 256^3, on two busy cores. */
export const defaultLimits: SandboxLimits = {
  memoryBytes: 8 * 2 ** 30,
  openSeconds: 600,
  requestSeconds: 600,
  cpuSeconds: 7 * 24 * 3600,
}
