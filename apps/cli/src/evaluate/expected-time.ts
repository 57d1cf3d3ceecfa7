import { placeWindows, type WindowModel } from '@voxproof/engine/inference'
import {
  type CostContext,
  expectedSeconds,
  type PartContext,
  partCalls,
  type SuiteDefinition,
} from '@voxproof/engine/suite'
import type { Shape } from '@voxproof/engine/tensor'

/** Seconds that the model takes for one window. */
export interface Pace {
  readonly prediction: number
  readonly gradient: number
}

/** Times the model on one window of mid-grey, each call up to three times where that costs little: the first warms up. */
export async function measurePace(model: WindowModel, hasGradient: boolean): Promise<Pace> {
  const voxels = model.windowShape.reduce((product, extent) => product * extent, 1)
  const x = new Float32Array(model.channelCount * voxels).fill(0.5)
  const prediction = await leastSeconds(() => model.forward(x))
  if (!hasGradient) return { prediction, gradient: 0 }
  const cotangent = (logits: Float32Array): Float32Array => logits.fill(1e-3)
  return { prediction, gradient: await leastSeconds(() => model.forwardThenVjp(x, cotangent)) }
}

/** What a part on a volume of this shape is expected to take; surrogates are taken to be as fast as the model. */
export function expectedPartSeconds(
  { suite, group, context }: { suite: SuiteDefinition; group: string; context: PartContext },
  { model, pace, volumeShape }: { model: WindowModel; pace: Pace; volumeShape: Shape },
): number {
  const [, , depth = 1, height = 1, width = 1] = volumeShape
  const count = (overlap: number): number => placeWindows([depth, height, width], model.windowShape, overlap).length
  const costs: CostContext = { ...context, windows: count(suite.slidingWindow.overlap), tiles: count(0) }
  const calls = partCalls(suite, group, costs)
  return expectedSeconds(calls.model, pace) + expectedSeconds(calls.surrogates, pace)
}

const patienceSeconds = 3

/** The least of up to three times, what else the machine does being no part of it; fewer where one takes long. */
async function leastSeconds(work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  let spent = 0
  for (let count = 0; count < 3 && spent < patienceSeconds; count++) {
    const began = performance.now()
    await work()
    const seconds = (performance.now() - began) / 1000
    least = Math.min(least, seconds)
    spent += seconds
  }
  return least
}
