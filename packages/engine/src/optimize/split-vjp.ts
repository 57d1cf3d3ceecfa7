import { usedNames } from '../build/index.ts'
import type { Node, StaticGraph, TensorType, ValueInfo } from '../onnx/index.ts'

export interface SplitVjp {
  /** image → logits, then the residuals. */
  readonly forward: StaticGraph
  /** The image where it is read, dz, the residuals → dx. */
  readonly backward: StaticGraph
  /** Values that the forward part hands to the backward one. */
  readonly residuals: ReadonlyMap<string, TensorType>
}

/**
 * Cuts the graph of a vector-Jacobian product (image, dz → logits, dx) where the logits are known, so that whoever
 * makes dz of the logits need not run the network twice. The forward part holds what the logits need; everything else
 * is backward.
 */
export function splitVjp(joint: StaticGraph): SplitVjp {
  const [image, dz] = joint.inputs
  const [logits, dx] = joint.outputs
  if (!image || !dz || !logits || !dx) {
    const found = `${joint.inputs.length} inputs and ${joint.outputs.length} outputs`
    throw new Error(`Graph ${joint.name} has ${found}; the image and dz, the logits and dx are expected.`)
  }
  const forwardNodes = ancestorsOf(joint, logits.name)
  const backwardNodes = joint.nodes.filter((node) => !forwardNodes.has(node))
  const made = new Set(joint.nodes.filter((node) => forwardNodes.has(node)).flatMap((node) => node.outputs))
  const read = new Set(backwardNodes.flatMap(usedNames))
  const residuals = new Map<string, TensorType>()
  for (const name of made) {
    const type = joint.types.get(name)
    if (name !== '' && read.has(name) && type) residuals.set(name, type)
  }
  const values = [...residuals].map(([name, type]): ValueInfo => ({ name, kind: 'tensor', ...type }))
  return {
    forward: part(
      joint,
      'forward',
      [image],
      [logits, ...values.filter(({ name }) => name !== logits.name)],
      [...forwardNodes],
    ),
    backward: part(joint, 'backward', [...(read.has(image.name) ? [image] : []), dz, ...values], [dx], backwardNodes),
    residuals,
  }
}

function ancestorsOf(graph: StaticGraph, output: string): Set<Node> {
  const wanted = new Set([output])
  const found = graph.nodes.filter(() => false)
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((name) => wanted.has(name))) continue
    found.push(node)
    for (const name of usedNames(node)) wanted.add(name)
  }
  return new Set(found.reverse())
}

function part(
  joint: StaticGraph,
  name: string,
  inputs: readonly ValueInfo[],
  outputs: readonly ValueInfo[],
  nodes: readonly Node[],
): StaticGraph {
  const read = new Set(nodes.flatMap(usedNames))
  const initializers = new Map([...joint.initializers].filter(([constant]) => read.has(constant)))
  return { ...joint, name: `${joint.name}-${name}`, inputs, outputs, nodes, initializers }
}
