import type { StaticGraph } from '../onnx/index.ts'
import type { FloatTensor } from '../tensor/index.ts'
import type { GradientSessions } from './gradient-sessions.ts'
import { openGraph } from './open-graph.ts'
import type { SessionOptions } from './session.ts'

/**
 * The same as `openGradientSessions` in one session whose `backward` runs the network once more: for providers with a
 * memory of their own, where handing the residuals through the host costs more than computing them again, and for
 * networks whose residuals do not fit. `forward`
 * is the network's own.
 */
export async function openJointGradientSession(
  joint: StaticGraph,
  file: Uint8Array,
  { forward, ...options }: SessionOptions & { readonly forward: GradientSessions['forward'] },
): Promise<GradientSessions> {
  const [image = '', cotangent = ''] = joint.inputs.map(({ name }) => name)
  const dx = joint.outputs[1]?.name ?? ''
  const session = await openGraph(joint, file, options, "the network's gradient graph")
  let last: FloatTensor | undefined
  const vjp: GradientSessions['vjp'] = async (x, dz) => {
    const { [dx]: gradient } = await session.run({ [image]: x, [cotangent]: dz }, [dx])
    if (gradient) return gradient.data
    throw new Error(`ONNX Runtime returned no ${dx}.`)
  }
  return {
    vjp,
    async forward(x) {
      last = x
      return forward(x)
    },
    async backward(dz) {
      if (last) return vjp(last, dz)
      throw new Error('A backward pass needs the forward pass before it.')
    },
    close: () => session.close(),
  }
}
