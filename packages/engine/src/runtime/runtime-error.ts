export type RuntimeErrorCode =
  | 'provider-unavailable'
  | 'model-not-loadable'
  | 'run-failed'
  | 'out-of-memory'
  | 'memory-budget-exceeded'
  | 'session-closed'
  | 'no-gradient-graph'

/** ONNX Runtime could not do what was asked. `retryable`: the same call may succeed later or on another machine. */
export class RuntimeError extends Error {
  readonly code: RuntimeErrorCode
  readonly retryable: boolean

  constructor(code: RuntimeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'RuntimeError'
    this.code = code
    this.retryable = code === 'out-of-memory' || code === 'provider-unavailable'
  }
}

/** What ONNX Runtime threw, as a RuntimeError that says which step failed. */
export function asRuntimeError(error: unknown, during: 'load' | 'run', what: string): RuntimeError {
  const message = error instanceof Error ? error.message : String(error)
  if (/bad_alloc|failed to allocate|out of memory|bfcarena|array buffer allocation failed/i.test(message)) {
    const advice = 'Use a smaller window or a machine with more memory.'
    return new RuntimeError('out-of-memory', `No memory left for ${what}: ${message}. ${advice}`, { cause: error })
  }
  if (/execution ?provider|backend not found|libonnxruntime_providers|no available backend/i.test(message)) {
    const advice = 'Install what the provider needs (docs/differentiation.md, section 7) or name cpu alone.'
    return new RuntimeError(
      'provider-unavailable',
      `ONNX Runtime cannot use a provider for ${what}: ${message}. ${advice}`,
      { cause: error },
    )
  }
  const code = during === 'load' ? 'model-not-loadable' : 'run-failed'
  return new RuntimeError(code, `ONNX Runtime could not ${during} ${what}: ${message}`, { cause: error })
}
