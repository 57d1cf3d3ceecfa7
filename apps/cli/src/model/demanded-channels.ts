import { type Graph, inlineFunctions, intAttribute, type Model, tensorAttribute } from '@voxproof/engine/onnx'

/**
 * The channels that the network's first convolution takes: its weights' second extent times its groups. They are the
 * image's where nothing before it rearranges channels. Undefined where there is none, or its weights are not in the file.
 * Throws OnnxFormatError or SpecialiseError.
 */
export function demandedChannels(model: Model): number | undefined {
  const { graph } = inlineFunctions(model)
  const first = graph.nodes.find(({ opType }) => opType === 'Conv')
  if (first === undefined) return undefined
  const channels = constantShape(graph, first.inputs[1] ?? '', new Set())?.[1]
  return channels === undefined ? undefined : channels * intAttribute(first, 'group', 1)
}

/** Operators behind which a weight keeps its shape. */
const shapeKeeping = new Set(['Identity', 'Cast', 'DequantizeLinear'])

/** Nodes may stand in any order, and a damaged file may make a value of itself: `seen` ends the search. */
function constantShape(graph: Graph, name: string, seen: ReadonlySet<string>): readonly number[] | undefined {
  const stored = graph.initializers.get(name)
  if (stored !== undefined) return stored.shape
  const producer = seen.has(name) ? undefined : graph.nodes.find(({ outputs }) => outputs.includes(name))
  if (producer === undefined) return undefined
  if (producer.opType === 'Constant') return tensorAttribute(producer, 'value')?.shape
  if (!shapeKeeping.has(producer.opType)) return undefined
  return constantShape(graph, producer.inputs[0] ?? '', new Set([...seen, name]))
}
