import { bodiesOf, namesReadBy } from '../captures.ts'
import type { Attribute, Graph, Node } from '../graph.ts'

/** Operators whose later outputs may be left out. */
const withOptionalOutputs = new Set([
  'Attention',
  'BatchNormalization',
  'Dropout',
  'GRU',
  'LSTM',
  'LayerNormalization',
  'MaxPool',
  'RNN',
])

/** The nodes, those of bodies included, on which the needed names depend; optional outputs that nobody reads go. */
export function pruneNodes(nodes: readonly Node[], needed: ReadonlySet<string>): readonly Node[] {
  const wanted = new Set(needed)
  const kept: Node[] = []
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((name) => wanted.has(name))) continue
    const pruned = withPrunedBodies(withoutUnreadOutputs(node, wanted))
    for (const name of namesReadBy(pruned)) wanted.add(name)
    kept.push(pruned)
  }
  return kept.reverse()
}

/** The node with its inputs, outputs and captured names replaced as the map says, in bodies too. */
export function renamed(node: Node, names: ReadonlyMap<string, string>): Node {
  const rename = (name: string) => names.get(name) ?? name
  const mapped = { ...node, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename) }
  return mapBodies(mapped, (body) => ({ ...body, nodes: body.nodes.map((inner) => renamed(inner, names)) }))
}

function withoutUnreadOutputs(node: Node, wanted: ReadonlySet<string>): Node {
  if (!withOptionalOutputs.has(node.opType)) return node
  const outputs = node.outputs.map((name, index) => (index === 0 || wanted.has(name) ? name : ''))
  while (outputs.length > 1 && outputs.at(-1) === '') outputs.pop()
  return { ...node, outputs }
}

function withPrunedBodies(node: Node): Node {
  return mapBodies(node, (body) => ({
    ...body,
    nodes: pruneNodes(body.nodes, new Set(body.outputs.map(({ name }) => name))),
  }))
}

function mapBodies(node: Node, map: (body: Graph) => Graph): Node {
  if (bodiesOf(node).length === 0) return node
  const entries = Object.entries(node.attributes).map(([name, attribute]): [string, Attribute] => [
    name,
    attribute.kind === 'graph' ? { kind: 'graph', value: map(attribute.value) } : attribute,
  ])
  return { ...node, attributes: Object.fromEntries(entries) }
}
