import type { StaticGraph } from '../onnx/index.ts'
import { splitVjp } from '../optimize/index.ts'
import { type FloatTensor, sizeOf } from '../tensor/index.ts'
import { holdValues } from './held-values.ts'
import { openGraph } from './open-graph.ts'
import type { SessionOptions } from './session.ts'

/** A network's forward pass that keeps what its backward pass needs. `backward` belongs to the `forward` before it. */
export interface GradientSessions {
  /** Logits. */
  forward(x: FloatTensor): Promise<Float32Array>
  /** dL/dx at the x of the last `forward`, for dz = dL/dlogits. */
  backward(dz: FloatTensor): Promise<Float32Array>
  /** dL/dx at x for dz = dL/dlogits. */
  vjp(x: FloatTensor, dz: FloatTensor): Promise<Float32Array>
  close(): Promise<void>
}

/**
 * Opens the graph of a vector-Jacobian product (image, dz → logits, dx) as two sessions, so that the network runs once
 * for a loss and its gradient. What the first hands to the second stays in buffers that are written anew in each run.
 * Throws a RuntimeError.
 */
export async function openGradientSessions(
  joint: StaticGraph,
  file: Uint8Array,
  options: SessionOptions,
): Promise<GradientSessions> {
  const { forward, backward, residuals } = splitVjp(joint)
  const [image = '', cotangent = ''] = joint.inputs.map(({ name }) => name)
  const [logits = '', dx = ''] = joint.outputs.map(({ name }) => name)
  const held = holdValues(new Map([...residuals].filter(([name]) => name !== logits)))
  const readsLogits = residuals.has(logits)
  const readsImage = backward.inputs.some(({ name }) => name === image)
  const forwardSession = await openGraph(forward, file, options, "the network's forward pass")
  const backwardSession = await openGraph(backward, file, options, "the network's backward pass").catch(
    async (error: unknown) => {
      await forwardSession.close()
      throw error
    },
  )
  let last: { readonly x: FloatTensor; readonly z: FloatTensor } | undefined
  const sessions: GradientSessions = {
    async vjp(x, dz) {
      await sessions.forward(x)
      return sessions.backward(dz)
    },
    async forward(x) {
      last = undefined
      const { [logits]: z } = await forwardSession.run({ [image]: x }, [logits], { writes: held })
      if (!z) throw new Error(`ONNX Runtime returned no ${logits}.`)
      last = { x, z: readsLogits ? { shape: z.shape, data: z.data.slice() } : z }
      return z.data
    },
    async backward(dz) {
      if (!last) throw new Error('A backward pass needs the forward pass before it.')
      const feeds = {
        [cotangent]: dz,
        ...(readsImage ? { [image]: last.x } : {}),
        ...(readsLogits ? { [logits]: last.z } : {}),
      }
      const { [dx]: gradient } = await backwardSession.run(feeds, [dx], { reads: held })
      if (gradient?.data.length !== sizeOf(last.x.shape)) throw new Error(`ONNX Runtime returned no ${dx}.`)
      return gradient.data
    },
    async close() {
      last = undefined
      await forwardSession.close()
      await backwardSession.close()
    },
  }
  return sessions
}
