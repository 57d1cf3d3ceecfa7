import { createHash } from 'node:crypto'
import type { OpenDataset } from '@voxproof/engine/datasets'
import type { WindowModel } from '@voxproof/engine/inference'
import { decodeModel, validateModel } from '@voxproof/engine/onnx'
import { openForAttack, type Provider } from '@voxproof/engine/runtime'
import { type GradientAvailability, windowShapeOf } from '@voxproof/engine/suite'
import { readModelFile } from '../model/read-model.ts'
import { UsageError } from '../usage-error.ts'

export interface RuntimeChoice {
  readonly providers: readonly Provider[]
  readonly threads: number
}

/** The model under evaluation, open at the window that the service would run it at. */
export interface Subject {
  readonly modelHash: string
  readonly gradient: GradientAvailability
  readonly model: WindowModel
}

/**
 * Opens a model file for a dataset after the service's own checks of form, channels and classes. Throws a UsageError,
 * or what opening throws, each of which says what is wrong with the file.
 */
export async function openSubject(path: string, dataset: OpenDataset, runtime: RuntimeChoice): Promise<Subject> {
  const file = await readModelFile(path)
  const [issue] = validateModel(decodeModel(file))
  if (issue !== undefined) throw new UsageError(`${path} would be rejected (${issue.code}): ${issue.message}`)
  const { classNames, channelNames, roiShape, id } = dataset.manifest
  const windowShape = windowShapeOf(file, roiShape)
  const { model, gradient } = await openForAttack(file, { windowShape, channelCount: channelNames.length, ...runtime })
  const counts = [
    ['channels', model.channelCount, channelNames.length],
    ['classes, background included', model.classCount, classNames.length],
  ] as const
  for (const [what, found, expected] of counts) {
    if (found === expected) continue
    await model.close()
    throw new UsageError(`${path} has ${found} ${what}; the dataset ${id} has ${expected}.`)
  }
  return { modelHash: createHash('sha256').update(file).digest('hex'), gradient, model }
}
