import { usedNames } from '../build/index.ts'
import type { Graph, Node, StaticGraph } from '../onnx/index.ts'

/** A graph whose shapes ONNX Runtime learns as it runs, with the input that keeps them from it until then. */
export interface LateShapes {
  readonly graph: Graph
  /** Name of the additional input: one int64, always 0. */
  readonly zero: string
}

/** The input that holds the shape which an operator makes its output in. */
const shapeInput: Readonly<Record<string, number>> = { Reshape: 1, Expand: 1, Tile: 1, ConstantOfShape: 0 }

/**
 * Hides the sizes of the tensors until the graph runs. Where ONNX Runtime knows two tensors to be of one size, it lets
 * the later one have the earlier one's buffer, and keeps that buffer in between, however long: each size then holds its
 * own peak of memory at all times, together up to twice what is alive. Each shape constant becomes constant + zero,
 * zero being fed, and the inputs are declared without extents.
 */
export function shapesAtRunTime(graph: StaticGraph): LateShapes {
  const zero = freshName(graph, 'zero')
  const additions = new Map<string, Node>()
  const fixed = weightNodes(graph)
  const nodes = graph.nodes.flatMap((node): Node[] => {
    const index = shapeInput[node.opType]
    const shape = index === undefined ? undefined : node.inputs[index]
    if (index === undefined || shape === undefined || !graph.initializers.has(shape)) return [node]
    if (fixed.has(node)) return [node]
    const known = additions.get(shape)
    const late = known?.outputs[0] ?? freshName(graph, `${shape}/late`)
    const addition: Node = {
      opType: 'Add',
      domain: '',
      name: late,
      inputs: [shape, zero],
      outputs: [late],
      attributes: {},
    }
    additions.set(shape, known ?? addition)
    const next = { ...node, inputs: node.inputs.with(index, late) }
    return known === undefined ? [addition, next] : [next]
  })
  const open = (values: Graph['inputs']) => values.map((value) => ({ ...value, shape: value.shape?.map(() => null) }))
  const zeroInput = { name: zero, kind: 'tensor', dataType: 'int64', shape: [1] } as const
  return { graph: { ...graph, nodes, inputs: [...open(graph.inputs), zeroInput], outputs: open(graph.outputs) }, zero }
}

/** What is made of weights alone: ONNX Runtime folds it while loading, and its blocked kernels need it folded. */
function weightNodes(graph: StaticGraph): Set<Node> {
  const known = new Set(['', ...graph.initializers.keys()])
  const found = new Set<Node>()
  for (const node of graph.nodes) {
    const grows = node.opType !== 'Reshape' && shapeInput[node.opType] !== undefined
    if (grows || !usedNames(node).every((name) => known.has(name))) continue
    found.add(node)
    for (const name of node.outputs) known.add(name)
  }
  return found
}

function freshName(graph: StaticGraph, hint: string): string {
  let name = hint
  while (graph.types.has(name) || graph.initializers.has(name)) name += '_'
  return name
}
