import { type Graph, inlineFunctions, intAttribute, type Model, tensorAttribute } from '@voxproof/engine/onnx'

/**
 * The channels that the network's first convolution takes: its weights' second extent times its groups. They are the
 * image's where nothing before it rearranges channels. Undefined where there is none with weights in the file. Throws
 * OnnxFormatError or SpecialiseError.
 */
export function demandedChannels(model: Model): number | undefined {
  const { graph } = inlineFunctions(model)
  for (const [place, node] of graph.nodes.entries()) {
    if (node.opType !== 'Conv') continue
    const channels = constantShape(graph, place, node.inputs[1] ?? '')?.[1]
    if (channels !== undefined) return channels * intAttribute(node, 'group', 1)
  }
  return undefined
}

/** Operators behind which a weight keeps its shape. */
const shapeKeeping = new Set(['Identity', 'Cast', 'DequantizeLinear'])

/** Shape of a constant that the nodes before `place` make; each step looks further ahead, so that a cycle ends it. */
function constantShape(graph: Graph, place: number, name: string): readonly number[] | undefined {
  const stored = graph.initializers.get(name)
  if (stored !== undefined) return stored.shape
  const at = graph.nodes.slice(0, place).findLastIndex(({ outputs }) => outputs.includes(name))
  const producer = graph.nodes[at]
  if (producer === undefined) return undefined
  if (producer.opType === 'Constant') return tensorAttribute(producer, 'value')?.shape
  return shapeKeeping.has(producer.opType) ? constantShape(graph, at, producer.inputs[0] ?? '') : undefined
}
