import { createHash } from 'node:crypto'
import type { OpenDataset } from '@voxproof/engine/datasets'
import type { GradientReading } from '@voxproof/engine/differentiate'
import type { WindowModel } from '@voxproof/engine/inference'
import { decodeModel, specialise, validateModel } from '@voxproof/engine/onnx'
import { openForAttack, type Provider, readGradient } from '@voxproof/engine/runtime'
import { windowShapeOf } from '@voxproof/engine/suite'
import { readModelFile } from '../model/read-model.ts'
import { UsageError } from '../usage-error.ts'

export interface RuntimeChoice {
  readonly providers: readonly Provider[]
  readonly threads: number
}

/** The model under evaluation, open at the window that the service would run it at. */
export interface Subject {
  readonly modelHash: string
  /** What trying it on a random volume told of its gradient, as the service's validation has it. */
  readonly reading: GradientReading
  readonly model: WindowModel
}

/**
 * Opens a model file for a dataset after the service's own checks of form, channels, classes and output. Throws a
 * UsageError, or what opening throws, each of which says what is wrong with the file.
 */
export async function openSubject(path: string, dataset: OpenDataset, runtime: RuntimeChoice): Promise<Subject> {
  const file = await readModelFile(path)
  const decoded = decodeModel(file)
  const [issue] = validateModel(decoded)
  if (issue !== undefined) throw wouldBeRejected(path, issue.code, issue.message)
  const { classNames, channelNames, roiShape, id } = dataset.manifest
  const windowShape = windowShapeOf(file, roiShape)
  const channelCount = channelNames.length
  const opened = await openForAttack(file, { windowShape, channelCount, ...runtime })
  const { model } = opened
  try {
    expectCount({ path, id, what: 'channels', found: model.channelCount, expected: channelCount })
    expectCount({ path, id, what: 'classes with the background', found: model.classCount, expected: classNames.length })
    const graph = specialise(decoded, [1, channelCount, ...windowShape])
    const outcome = await readGradient(opened, { ...runtime, graph, file })
    if (outcome.kind === 'non-finite') {
      const message = `Its output holds ${outcome.value} for an input within [0, 1]; finite logits are expected.`
      throw wouldBeRejected(path, 'non-finite-output', message)
    }
    return { modelHash: createHash('sha256').update(file).digest('hex'), reading: outcome.reading, model }
  } catch (error) {
    await model.close()
    throw error
  }
}

function expectCount(count: {
  readonly path: string
  readonly id: string
  readonly what: string
  readonly found: number
  readonly expected: number
}): void {
  const { path, id, what, found, expected } = count
  if (found !== expected) throw new UsageError(`${path} has ${found} ${what}; the dataset ${id} has ${expected}.`)
}

/** The service's verdict, in its words. */
export function wouldBeRejected(path: string, code: string, message: string): UsageError {
  return new UsageError(`${path} would be rejected (${code}): ${message}`)
}
