import type { WindowModel } from './window-model.ts'

/** A model that can be opened again and again. */
export interface ModelSource {
  readonly channelCount: number
  readonly classCount: number
  /** [d, h, w] voxels. */
  readonly windowShape: readonly [number, number, number]
  /** What the open model is expected to hold, in bytes. */
  readonly bytes: number
  open(): Promise<WindowModel>
}

export interface ResidentModels {
  /** One for each source, in their order; each opens on its first call. Calls to all of them must follow one another. */
  readonly models: readonly WindowModel[]
  /** Closes whatever is open. */
  close(): Promise<void>
}

/** However small the budget: an ensemble of two, or one model and its successor. */
const leastResident = 2

/**
 * Many models within a budget of memory: before one is opened that would exceed `limitBytes`, the one that was called last
 * is closed. An ensemble calls its members in turn, so that is the one whose turn is farthest away. A model that was
 * closed opens again when it is called; slower, and to the same result.
 */
export function residentModels(sources: readonly ModelSource[], limitBytes: number): ResidentModels {
  // In the order of the last call, the oldest first.
  const open = new Map<ModelSource, Promise<WindowModel>>()
  const close = async (source: ModelSource): Promise<void> => {
    const model = open.get(source)
    open.delete(source)
    await (await model?.catch(() => undefined))?.close()
  }
  const use = async (source: ModelSource): Promise<WindowModel> => {
    const present = open.get(source)
    if (present !== undefined) {
      open.delete(source)
      open.set(source, present)
      return present
    }
    const held = (): number => [...open.keys()].reduce((sum, { bytes }) => sum + bytes, source.bytes)
    for (const latest of [...open.keys()].toReversed()) {
      if (open.size < leastResident || held() <= limitBytes) break
      await close(latest)
    }
    const opening = source.open()
    open.set(source, opening)
    opening.catch(() => open.delete(source))
    return opening
  }
  return {
    models: sources.map((source) => ({
      channelCount: source.channelCount,
      classCount: source.classCount,
      windowShape: source.windowShape,
      forward: async (x) => (await use(source)).forward(x),
      vjp: async (x, dz) => (await use(source)).vjp(x, dz),
      forwardThenVjp: async (x, cotangent) => (await use(source)).forwardThenVjp(x, cotangent),
      close: () => close(source),
    })),
    async close() {
      for (const source of [...open.keys()]) await close(source)
    },
  }
}
