import { deriveLossGradient, type GraphLoss } from '../differentiate/index.ts'
import { decodeModel, type StaticGraph, specialise } from '../onnx/index.ts'
import { lowerFinal, lowerForward } from '../optimize/index.ts'
import type { Shape } from '../tensor/index.ts'
import { openGraph } from './open-graph.ts'
import { RuntimeError } from './runtime-error.ts'
import type { SessionOptions } from './session.ts'

export interface LossGradientOptions extends SessionOptions {
  /** [N, C, D, H, W]. */
  readonly shape: Shape
  readonly loss: GraphLoss
  /** Rewrites of the network before it is differentiated, and of the whole graph; all of them unless said. */
  readonly lower?: {
    readonly forward: (graph: StaticGraph) => StaticGraph
    readonly final: (graph: StaticGraph) => StaticGraph
  }
}

/** A network with its loss and gradient in one graph: whoever runs it is trusted with the labels. */
export interface LossGradient {
  /** Loss and dL/dx, of x's shape, for class indices [N, D, H, W]. */
  step(x: Float32Array, labels: Uint8Array): Promise<{ readonly loss: number; readonly dx: Float32Array }>
  close(): Promise<void>
}

/**
 * Opens a file with its loss inside the graph: one run a step, the fastest way to a gradient. Throws as openWindowModel
 * does. For a stranger's model the labels must stay out of its process: use openWindowModel there.
 */
export async function openLossGradient(file: Uint8Array, options: LossGradientOptions): Promise<LossGradient> {
  const { shape, loss, lower = { forward: lowerForward, final: lowerFinal } } = options
  const graph = lower.forward(specialise(decodeModel(file), shape))
  const joint = lower.final(deriveLossGradient(graph, loss))
  const [image = '', labelName = ''] = joint.inputs.map(({ name }) => name)
  const [value = '', gradient = ''] = joint.outputs.map(({ name }) => name)
  const labelShape = joint.types.get(labelName)?.shape ?? []
  const session = await openGraph(joint, file, options, "the network's loss and gradient")
  return {
    async step(x, labels) {
      const feeds = { [image]: { shape, data: x }, [labelName]: { shape: labelShape, data: labels } }
      const { [value]: total, [gradient]: dx } = await session.run(feeds, [value, gradient])
      if (total === undefined || dx === undefined)
        throw new RuntimeError('run-failed', 'ONNX Runtime returned no gradient.')
      return { loss: total.data[0] ?? Number.NaN, dx: dx.data }
    },
    close: () => session.close(),
  }
}
