import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deriveVjp } from '../differentiate/index.ts'
import type { ModelPool, ModelSource, WindowModel } from '../inference/index.ts'
import { decodeModel, specialise, type StaticGraph } from '../onnx/index.ts'
import { lowerFinal, lowerForward, modelMemory } from '../optimize/index.ts'
import type { Shape } from '../tensor/index.ts'
import { type PartContext, surrogatesOfGroup } from './part-groups.ts'
import { partVictims, windowShapeOf } from './part-victims.ts'
import type { Surrogate } from './part-request.ts'
import type { SuiteDefinition, SurrogateReference } from './suite-definition.ts'

/** How a surrogate is opened: decoded, differentiated and loaded, in whatever process the caller chooses. */
export type OpenModel = (
  file: Uint8Array,
  window: { readonly windowShape: readonly [number, number, number]; readonly channelCount: number },
) => Promise<WindowModel>

export interface SurrogateRequest {
  readonly suite: SuiteDefinition
  readonly group: string
  readonly context: PartContext
  /** [1, C, D, H, W] of the case. */
  readonly volumeShape: Shape
  readonly classCount: number
  /** The dataset's window, [D, H, W] voxels. */
  readonly roiShape: readonly [number, number, number]
  /** The bytes behind a hash; see `modelFiles`. */
  readonly read: (hash: string) => Promise<Uint8Array>
  readonly open: OpenModel
  /** Lends the models; one that is open from an earlier part is not opened again. */
  readonly pool: ModelPool
}

/**
 * Victims for the surrogates that a group's entries name for this dataset, the evaluated model left out, until the pool
 * lends again. Files are read at once, models opened when they are first asked.
 */
export async function openSurrogates(request: SurrogateRequest): Promise<Surrogate[]> {
  const { suite, group, context, volumeShape, pool } = request
  const references = surrogatesOfGroup(suite, group, context)
  const sources = await Promise.all(references.map((reference) => sourceOf(reference, request)))
  const models = pool.lend(sources)
  return references.flatMap(({ name, modelHash }, index) => {
    const model = models[index]
    return model === undefined
      ? []
      : [{ name, modelHash, windowShape: model.windowShape, ...partVictims(suite, model, volumeShape) }]
  })
}

async function sourceOf({ modelHash }: SurrogateReference, request: SurrogateRequest): Promise<ModelSource> {
  const { roiShape, volumeShape, classCount, open } = request
  const file = await request.read(modelHash)
  const windowShape = windowShapeOf(file, roiShape)
  const channelCount = volumeShape[1] ?? 1
  return {
    key: [modelHash, channelCount, ...windowShape].join(' '),
    channelCount,
    classCount,
    windowShape,
    bytes: () => bytesOf(specialise(decodeModel(file), [1, channelCount, ...windowShape])),
    open: () => open(file, { windowShape, channelCount }),
  }
}

/** What a process holds that differentiates the network. */
function bytesOf(graph: StaticGraph): number {
  const lowered = lowerForward(graph)
  return modelMemory(lowerFinal(lowered), lowerFinal(deriveVjp(lowered))).gradientBytes
}

/**
 * Reads model files by their SHA-256 from those in `folder`, whose names do not matter. Throws where none has the hash:
 * a published suite and the models that it names come together.
 */
export function modelFiles(folder: string): (hash: string) => Promise<Uint8Array> {
  let names: Promise<ReadonlyMap<string, string>> | undefined
  return async (hash) => {
    names ??= namesByHash(folder)
    const name = (await names).get(hash)
    if (name === undefined) {
      throw new Error(`No model in ${folder} has the hash ${hash}, which the suite names as a surrogate.`)
    }
    return new Uint8Array(await readFile(join(folder, name)))
  }
}

async function namesByHash(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.onnx'))
  const hashes = await Promise.all(
    names.map(async (name) => {
      const content = await readFile(join(folder, name))
      return [createHash('sha256').update(content).digest('hex'), name] as const
    }),
  )
  return new Map(hashes)
}
