/** Something open that stands in processes of its own. */
interface Lendable {
  /** False once it is of no more use. */
  readonly isAlive: boolean
  /** Ends the processes, also in the middle of a call. */
  close(): Promise<void>
}

const idleMs = 30_000

interface Slot<Model> {
  readonly key: string
  readonly model: Promise<Model>
  inUse: boolean
  idleTimer?: NodeJS.Timeout
}

/**
 * Keeps the last used models open, so that consecutive parts share them. One that is open under another key, such as
 * another submission, is never lent; there are never more than `capacity`, and one that idles is closed.
 */
export class ModelShelf<Model extends Lendable> {
  readonly #capacity: number
  readonly #slots = new Set<Slot<Model>>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /**
   * Lends an open model to `work`, opening it where none is idle. A model whose work failed is closed, since nothing is
   * known of its state. When `signal` aborts, the process is killed at once, in the middle of a call if need be.
   */
  async use<Result>(
    key: object,
    signal: AbortSignal,
    open: () => Promise<Model>,
    work: (model: Model) => Promise<Result>,
  ): Promise<Result> {
    signal.throwIfAborted()
    const slot = await this.#take(JSON.stringify(key), open)
    const stop = (): void => void slot.model.then((model) => model.close()).catch(() => undefined)
    signal.addEventListener('abort', stop, { once: true })
    try {
      const result = await work(await slot.model)
      this.#rest(slot)
      return result
    } catch (error) {
      await this.#discard(slot)
      throw error
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  /** Ends every process. */
  async close(): Promise<void> {
    await Promise.all([...this.#slots].map((slot) => this.#discard(slot)))
  }

  async #take(key: string, open: () => Promise<Model>): Promise<Slot<Model>> {
    for (const slot of this.#slots) {
      if (slot.key !== key || slot.inUse) continue
      slot.inUse = true
      clearTimeout(slot.idleTimer)
      if ((await slot.model).isAlive) return slot
      await this.#discard(slot)
    }
    const idle = [...this.#slots].find(({ inUse }) => !inUse)
    if (this.#slots.size >= this.#capacity && idle !== undefined) await this.#discard(idle)
    const slot: Slot<Model> = { key, model: open(), inUse: true }
    this.#slots.add(slot)
    return slot
  }

  #rest(slot: Slot<Model>): void {
    slot.inUse = false
    slot.idleTimer = setTimeout(() => void this.#discard(slot), idleMs)
    slot.idleTimer.unref()
  }

  async #discard(slot: Slot<Model>): Promise<void> {
    clearTimeout(slot.idleTimer)
    this.#slots.delete(slot)
    const model = await slot.model.catch(() => undefined)
    await model?.close()
  }
}
