import type { WindowModel } from './window-model.ts'

/** A model that can be opened again and again. */
export interface ModelSource {
  /** Sources of equal keys open the same model. */
  readonly key: string
  readonly channelCount: number
  readonly classCount: number
  /** [d, h, w] voxels. */
  readonly windowShape: readonly [number, number, number]
  /** What the open model is expected to hold, in bytes; asked once, before it is first opened. */
  readonly bytes: () => number
  open(): Promise<WindowModel>
}

export interface ModelPool {
  /**
   * One model for each source, in their order; each opens on its first call, unless it is open from an earlier loan. The
   * models of earlier loans must not be asked any more. Calls to all of them must follow one another.
   */
  lend(sources: readonly ModelSource[]): WindowModel[]
  /** Closes whatever is open; what is asked afterwards opens again. */
  close(): Promise<void>
}

/** However small the budget: an ensemble of two, or one model and its successor. */
const leastOpen = 2

/**
 * Many models within a budget of memory. Before one is opened that would exceed `limitBytes`, others are closed: first
 * those that are not on loan, the oldest first, then the one that was called last. An ensemble calls its members in turn,
 * so that is the one whose turn is farthest away. A model that was closed opens again when it is called; slower, and to the
 * same result. One whose call failed is closed, since nothing is known of its state.
 */
export function modelPool(limitBytes: number): ModelPool {
  // In the order of the last call, the oldest first.
  const open = new Map<string, Promise<WindowModel>>()
  const sizes = new Map<string, number>()
  let onLoan = new Set<string>()
  const close = async (key: string): Promise<void> => {
    const model = open.get(key)
    open.delete(key)
    await (await model?.catch(() => undefined))?.close()
  }
  const makeRoom = async (source: ModelSource): Promise<void> => {
    if (!sizes.has(source.key)) sizes.set(source.key, source.bytes())
    const held = (): number => [...open.keys(), source.key].reduce((sum, key) => sum + (sizes.get(key) ?? 0), 0)
    const keys = [...open.keys()]
    const others = keys.filter((key) => !onLoan.has(key))
    for (const key of [...others, ...keys.filter((one) => onLoan.has(one)).toReversed()]) {
      if (open.size < leastOpen || held() <= limitBytes) break
      await close(key)
    }
  }
  const use = async (source: ModelSource): Promise<WindowModel> => {
    const present = open.get(source.key)
    if (present !== undefined) {
      open.delete(source.key)
      open.set(source.key, present)
      return present
    }
    await makeRoom(source)
    const opening = source.open()
    open.set(source.key, opening)
    return opening
  }
  const call = async <Result>(source: ModelSource, work: (model: WindowModel) => Promise<Result>): Promise<Result> => {
    try {
      return await work(await use(source))
    } catch (error) {
      await close(source.key)
      throw error
    }
  }
  return {
    lend(sources) {
      onLoan = new Set(sources.map(({ key }) => key))
      return sources.map((source) => ({
        channelCount: source.channelCount,
        classCount: source.classCount,
        windowShape: source.windowShape,
        forward: (x) => call(source, (model) => model.forward(x)),
        vjp: (x, dz) => call(source, (model) => model.vjp(x, dz)),
        forwardThenVjp: (x, cotangent) => call(source, (model) => model.forwardThenVjp(x, cotangent)),
        close: () => close(source.key),
      }))
    },
    async close() {
      for (const key of [...open.keys()]) await close(key)
    },
  }
}
