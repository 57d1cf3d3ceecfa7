import { slidingWindowVictim, type WindowModel } from '../inference/index.ts'
import { decodeModel, imageInput } from '../onnx/index.ts'
import type { Shape } from '../tensor/index.ts'
import type { PartRequest } from './part-request.ts'
import type { SuiteDefinition } from './suite-definition.ts'

type Extents = readonly [number, number, number]

/**
 * The model as a part of this suite asks it: over whole volumes of this shape [1, C, D, H, W] through the suite's
 * sliding window and, where the suite attacks tiles, over one tile.
 */
export function partVictims(
  suite: SuiteDefinition,
  model: WindowModel,
  volumeShape: Shape,
): Pick<PartRequest, 'victim' | 'tile'> {
  const victim = slidingWindowVictim(model, { volumeShape, ...suite.slidingWindow })
  if (suite.protocol !== 'tiles') return { victim }
  const shape = model.windowShape
  const tileShape = [volumeShape[0] ?? 1, volumeShape[1] ?? 1, ...shape]
  const tile = slidingWindowVictim(model, { volumeShape: tileShape, overlap: 0, blending: 'constant' })
  return { victim, tile: { shape, victim: tile } }
}

/** The window that a model file is run at: each of D, H, W as the file fixes it, else the dataset's. */
export function windowShapeOf(file: Uint8Array, roiShape: Extents): Extents {
  const declared = imageInput(decodeModel(file))?.shape?.slice(2) ?? []
  const extent = (axis: 0 | 1 | 2): number => {
    const fixed = declared[axis]
    return typeof fixed === 'number' ? fixed : roiShape[axis]
  }
  return [extent(0), extent(1), extent(2)]
}
