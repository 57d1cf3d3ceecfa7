import type { Victim } from '@voxproof/engine/attacks'
import { type GradientDiagnosis, gradientDiagnoses } from '@voxproof/engine/differentiate'
import { slidingWindowVictim } from '@voxproof/engine/inference'
import { decodeModel, specialise } from '@voxproof/engine/onnx'
import { openForAttack } from '@voxproof/engine/runtime'
import type { FloatTensor } from '@voxproof/engine/tensor'
import type { NumberArray } from '../arrays/npy.ts'
import { readArray } from '../arrays/read-array.ts'
import { UsageError } from '../usage-error.ts'
import type { ModelOptions } from './options.ts'
import { readModelFile } from './read-model.ts'

/** A model opened over one whole array: a single window of the array's shape, N volumes at once. */
export interface ModelTask {
  readonly victim: Victim
  /** [N, C, D, H, W]. */
  readonly image: FloatTensor
  /** [N, D, H, W]. */
  readonly label: Uint8Array
  /** The image's place in millimetres, where its file says so. */
  readonly affine: NumberArray['affine']
  /** The operator and node without a gradient rule, where only predictions can be asked for. */
  readonly obstacle: string | undefined
  /** Steps between input and logits that hide, estimate or randomise the gradient. */
  readonly diagnoses: readonly GradientDiagnosis[]
  close(): Promise<void>
}

/** Reads model, image and label and opens the model. Throws a UsageError, or what openForAttack throws. */
export async function openTask(modelPath: string, options: ModelOptions): Promise<ModelTask> {
  const input = await readArray(options.input, 'float32', options.shape)
  const [batch = 0, channels = 0, depth = 0, height = 0, width = 0] = input.shape
  if (input.shape.length !== 5) {
    throw new UsageError(`${options.input} has shape ${input.shape.join(',')}; N,C,D,H,W is expected.`)
  }
  const image = { shape: input.shape, data: Float32Array.from(input.data) }
  const label = await readLabel(options.labels, [batch, depth, height, width])
  const odd = image.data.find((value) => !Number.isFinite(value))
  if (odd !== undefined) throw new UsageError(`${options.input} holds ${odd}; finite numbers are expected.`)
  const file = await readModelFile(modelPath)
  const opened = await openForAttack(file, {
    windowShape: [depth, height, width],
    batchSize: batch,
    channelCount: channels,
    providers: options.providers,
    threads: options.threads,
  })
  const { model } = opened
  try {
    if (model.channelCount !== channels) {
      throw new UsageError(`The model takes ${model.channelCount} channels; ${options.input} has ${channels}.`)
    }
    checkClasses(label, options.labels, model.classCount)
  } catch (error) {
    await model.close()
    throw error
  }
  const victim = slidingWindowVictim(model, { volumeShape: image.shape, overlap: 0, blending: 'constant' })
  const obstacle = opened.gradient === 'none' ? opened.reason : undefined
  const diagnoses = gradientDiagnoses(specialise(decodeModel(file), image.shape))
  return { victim, image, label, affine: input.affine, obstacle, diagnoses, close: () => model.close() }
}

/** Class indices [N, D, H, W]. */
export async function readLabel(path: string, shape: readonly number[]): Promise<Uint8Array> {
  const { data } = await readArray(path, 'uint8', shape)
  const label = Uint8Array.from(data)
  const odd = label.findIndex((value, i) => value !== data[i])
  if (odd >= 0) throw new UsageError(`${path} holds the label ${data[odd]}; whole numbers from 0 to 255 are expected.`)
  return label
}

/** Throws a UsageError where a label is no class of the model's logits. */
export function checkClasses(label: Uint8Array, path: string, classCount: number): void {
  const odd = label.find((value) => value >= classCount)
  if (odd === undefined) return
  throw new UsageError(`${path} holds the label ${odd}; the model has ${classCount} classes, 0 to ${classCount - 1}.`)
}

/** The diagnoses as people read them, a line each. */
export function notesOf(diagnoses: readonly GradientDiagnosis[]): string {
  return diagnoses.map(({ message }) => `note: ${message}\n`).join('')
}
