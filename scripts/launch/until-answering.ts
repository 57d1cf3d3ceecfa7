import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves once the address answers with a status below 500; throws after `patienceMs`. */
export async function untilAnswering(url: string, patienceMs: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + patienceMs
  let last = 'nothing'
  while (Date.now() < deadline) {
    signal.throwIfAborted()
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5000), redirect: 'manual' })
      await response.body?.cancel()
      if (response.status < 500) return
      last = `status ${response.status}`
    } catch (error) {
      last = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    }
    await sleep(150)
  }
  throw new Error(`${url} does not answer within ${patienceMs / 1000} s; last seen: ${last}.`)
}
