import type { LossGradient, Victim } from '../attacks/index.ts'
import { type FloatTensor, release, type Shape, sizeOf } from '../tensor/index.ts'
import { type Blending, importanceMap } from './importance-map.ts'
import { placeWindows } from './place-windows.ts'
import { addWindow, cutWindow, type Placement } from './window-copy.ts'
import type { WindowModel } from './window-model.ts'
import type { Extents } from './window-plan.ts'

export interface SlidingWindowOptions {
  /** [N, C, D, H, W] of the volumes to come. N and C must be the model's. */
  readonly volumeShape: Shape
  /** Share of a window that the next one covers again, in [0, 1). */
  readonly overlap: number
  readonly blending: Blending
}

/**
 * The whole-volume predictor f(x) = sum_i w_i z_i / sum_i w_i over dense windows i, as MONAI's
 * `sliding_window_inference` computes it (zero padding where the volume is smaller than the window, cropped again
 * from the logits). Its gradient is exact end to end: pass 1 blends the logits, the objective gives dL/dz on the
 * volume, pass 2 runs each window's VJP with w_i / (sum w) dL/dz and adds up dL/dx. A single window needs no pass 1.
 */
export function slidingWindowVictim(model: WindowModel, options: SlidingWindowOptions): Victim {
  const [batch = 0, channels = 0, ...spatial] = options.volumeShape
  const modelBatch = model.batchSize ?? 1
  if (spatial.length !== 3 || batch !== modelBatch || channels !== model.channelCount) {
    const found = `[${options.volumeShape.join(', ')}]`
    throw new RangeError(
      `The volume's shape is ${found}; the model takes [${modelBatch}, ${model.channelCount}, D, H, W].`,
    )
  }
  const volume = spatial as unknown as Extents
  const window = model.windowShape
  const logitsShape = [batch, model.classCount, ...volume]
  const inputPlanes = batch * channels
  const outputPlanes = batch * model.classCount
  const placements = placeWindows(volume, window, options.overlap)
  const single = placements.length === 1 ? placements[0] : undefined
  const isWhole = single !== undefined && volume.every((extent, axis) => extent === window[axis])
  const weights = importanceMap(window, options.blending)
  // Factors of 1 are spared.
  const factors = options.blending === 'constant' ? undefined : weights
  const totals = new Float32Array(sizeOf(volume))
  for (const placement of placements) addWindow(totals, weights, 1, placement)

  const asLogits = (data: Float32Array): FloatTensor => ({ shape: logitsShape, data })
  const blended = async (x: FloatTensor): Promise<FloatTensor> => {
    const sum = new Float32Array(outputPlanes * totals.length)
    for (const placement of placements) {
      const logits = await model.forward(cutWindow(x.data, inputPlanes, placement))
      addWindow(sum, logits, outputPlanes, placement, factors)
    }
    divideByTotals(sum, totals)
    return asLogits(sum)
  }

  return {
    classCount: model.classCount,
    async logits(x) {
      checkShape(x, options.volumeShape)
      if (!single) return blended(x)
      const logits = await model.forward(isWhole ? x.data : cutWindow(x.data, inputPlanes, single))
      return asLogits(isWhole ? logits : cropped(logits, outputPlanes, single))
    },
    async lossGradient(x, objective, wanted = 'everything') {
      checkShape(x, options.volumeShape)
      if (single) {
        let result: Omit<LossGradient, 'dx'> | undefined
        const cut = isWhole ? x.data : cutWindow(x.data, inputPlanes, single)
        const gradient = await model.forwardThenVjp(cut, (windowLogits) => {
          const logits = asLogits(isWhole ? windowLogits : cropped(windowLogits, outputPlanes, single))
          const { loss, dz, prediction } = objective(logits)
          result = { loss, logits, prediction }
          return isWhole ? dz : cutWindow(dz, outputPlanes, single)
        })
        if (!result) throw new Error('The window model did not ask for the cotangent of its logits.')
        if (wanted === 'gradient') release(result.logits)
        const dx = isWhole ? gradient.dx : cropped(gradient.dx, inputPlanes, single)
        return { ...result, dx: { shape: x.shape, data: dx } }
      }
      const dx = new Float32Array(x.data.length)
      const logits = await blended(x)
      const { loss, dz, prediction } = objective(logits)
      if (wanted === 'gradient') release(logits)
      divideByTotals(dz, totals)
      for (const placement of placements) {
        const share = cutWindow(dz, outputPlanes, placement)
        if (!scaleByWeights(share, weights)) continue
        addWindow(dx, await model.vjp(cutWindow(x.data, inputPlanes, placement), share), inputPlanes, placement)
      }
      return { loss, logits, prediction, dx: { shape: x.shape, data: dx } }
    },
  }
}

function checkShape(x: FloatTensor, expected: Shape): void {
  if (x.data.length === sizeOf(expected)) return
  throw new RangeError(`The volume's shape is [${x.shape.join(', ')}]; this victim takes [${expected.join(', ')}].`)
}

function cropped(logits: Float32Array, planes: number, placement: Placement): Float32Array {
  const crop = new Float32Array(planes * sizeOf(placement.volume))
  addWindow(crop, logits, planes, placement)
  return crop
}

function divideByTotals(planes: Float32Array, totals: Float32Array): void {
  for (let start = 0; start < planes.length; start += totals.length) {
    for (let v = 0; v < totals.length; v++) planes[start + v] = (planes[start + v] as number) / (totals[v] as number)
  }
}

/** In place; false where nothing but zeros is left, so that a window without a share in the loss need not run. */
function scaleByWeights(planes: Float32Array, weights: Float32Array): boolean {
  let any = false
  for (let start = 0; start < planes.length; start += weights.length) {
    for (let v = 0; v < weights.length; v++) {
      const value = (planes[start + v] as number) * (weights[v] as number)
      planes[start + v] = value
      if (value !== 0) any = true
    }
  }
  return any
}
