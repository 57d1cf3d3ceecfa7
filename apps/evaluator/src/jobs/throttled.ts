/**
 * `call`, run at most once per interval and never while it is still running; calls in between are dropped. What it throws
 * is dropped too: it is for reports that the next one makes up for.
 */
export function throttled<Arguments extends readonly unknown[]>(
  intervalMs: number,
  call: (...parameters: Arguments) => Promise<unknown>,
): (...parameters: Arguments) => void {
  let busy = false
  let last = Number.NEGATIVE_INFINITY
  return (...parameters) => {
    if (busy || performance.now() - last < intervalMs * 0.9) return
    busy = true
    last = performance.now()
    call(...parameters)
      .catch(() => undefined)
      .finally(() => {
        busy = false
      })
  }
}
