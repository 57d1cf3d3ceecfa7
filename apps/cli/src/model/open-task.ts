import { readFile } from 'node:fs/promises'
import type { Victim } from '@voxproof/engine/attacks'
import { slidingWindowVictim } from '@voxproof/engine/inference'
import { openWindowModel } from '@voxproof/engine/runtime'
import { type FloatTensor, sizeOf } from '@voxproof/engine/tensor'
import type { NumberArray } from '../arrays/npy.ts'
import { readArray } from '../arrays/read-array.ts'
import { UsageError } from '../usage-error.ts'
import type { ModelOptions } from './options.ts'

/** A model opened over one whole array: a single window of the array's shape, N volumes at once. */
export interface ModelTask {
  readonly victim: Victim
  /** [N, C, D, H, W]. */
  readonly image: FloatTensor
  /** [N, D, H, W]. */
  readonly label: Uint8Array
  /** The image's place in millimetres, where its file says so. */
  readonly affine: NumberArray['affine']
  close(): Promise<void>
}

/** Reads model, image and label and opens the model. Throws a UsageError, or what openWindowModel throws. */
export async function openTask(modelPath: string, options: ModelOptions): Promise<ModelTask> {
  const input = await readArray(options.input, 'float32', options.shape)
  const [batch = 0, channels = 0, depth = 0, height = 0, width = 0] = input.shape
  if (input.shape.length !== 5) {
    throw new UsageError(`${options.input} has shape ${input.shape.join(',')}; N,C,D,H,W is expected.`)
  }
  const image = { shape: input.shape, data: Float32Array.from(input.data) }
  const label = await readLabel(options.labels, [batch, depth, height, width])
  const bytes = await readFile(modelPath).catch((error: unknown) => {
    throw new UsageError(`Cannot read ${modelPath}: ${error instanceof Error ? error.message : String(error)}`)
  })
  const model = await openWindowModel(bytes, {
    windowShape: [depth, height, width],
    batchSize: batch,
    channelCount: channels,
    providers: options.providers,
    threads: options.threads,
  })
  if (model.channelCount !== channels) {
    await model.close()
    throw new UsageError(`The model takes ${model.channelCount} channels; ${options.input} has ${channels}.`)
  }
  const victim = slidingWindowVictim(model, { volumeShape: image.shape, overlap: 0, blending: 'constant' })
  return { victim, image, label, affine: input.affine, close: () => model.close() }
}

/** Class indices [N, D, H, W]. */
export async function readLabel(path: string, shape: readonly number[]): Promise<Uint8Array> {
  const { data } = await readArray(path, 'uint8', shape)
  if (data.length !== sizeOf(shape)) {
    throw new UsageError(`${path} holds ${data.length} labels; the input needs ${sizeOf(shape)} (${shape.join(',')}).`)
  }
  const label = Uint8Array.from(data)
  const odd = label.findIndex((value, i) => value !== data[i])
  if (odd >= 0) throw new UsageError(`${path} holds the label ${data[odd]}; whole numbers from 0 to 255 are expected.`)
  return label
}
