import { readFile } from 'node:fs/promises'
import { imageInput, type Model } from '@voxproof/engine/onnx'
import { z } from 'zod'
import { UsageError } from '../usage-error.ts'
import { demandedChannels } from './demanded-channels.ts'

/** The file's bytes. Throws a UsageError where it cannot be read. */
export function readModelFile(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: unknown) => {
    throw new UsageError(`Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`)
  })
}

/** N,C,D,H,W as numbers. */
export const shapeSchema = z
  .string()
  .regex(/^\d+(,\d+){4}$/, 'expected N,C,D,H,W, e.g. 1,1,96,96,96')
  .transform((text) => text.split(',').map(Number))

/** Edge of the window where neither the file nor the caller fixes one, in voxels: the literature's. */
const defaultEdge = 96

/**
 * The shape to look at a model at: the given one, else one sample of the declared one; where that is open, 96 voxels an
 * axis and the channels of the first convolution, 1 without one. Throws OnnxFormatError or SpecialiseError.
 */
export function chosenShape(model: Model, given: readonly number[] | undefined): number[] {
  const declared = imageInput(model)?.shape ?? []
  if (given !== undefined) return [...given]
  return Array.from({ length: 5 }, (_, axis) => {
    const extent = declared[axis]
    if (axis === 0) return 1
    if (typeof extent === 'number') return extent
    return axis === 1 ? (demandedChannels(model) ?? 1) : defaultEdge
  })
}
