import type { Attribute, Graph, Node, ValueInfo } from '../graph.ts'
import type { FreshNames } from './fresh-names.ts'

/** New names by old; a name that is absent keeps its own. */
export type Renaming = ReadonlyMap<string, string>

/** What a copied node takes from the place where it is copied to. */
export interface CopySite {
  readonly valueNames: FreshNames
  readonly nodeNames: FreshNames
  /** The attributes that references stand for; undefined drops the attribute. */
  readonly resolve: (reference: string) => Attribute | undefined
  /** Called for each node that is copied, before it is. */
  readonly count: (node: Node) => void
}

const nodeNameLength = 256

/**
 * A copy of the node with its inputs and outputs renamed, references resolved, and each subgraph copied with fresh
 * names for the values that it defines, so that names stay unique over all scopes.
 */
export function copyNode(node: Node, renaming: Renaming, site: CopySite, nodeNamePrefix: string): Node {
  site.count(node)
  const attributes: Record<string, Attribute> = {}
  for (const [name, attribute] of Object.entries(node.attributes)) {
    const copy = copyAttribute(attribute, renaming, site, nodeNamePrefix)
    if (copy !== undefined) attributes[name] = copy
  }
  return {
    ...node,
    name: site.nodeNames.take(`${nodeNamePrefix}${node.name || node.opType}`.slice(0, nodeNameLength)),
    inputs: node.inputs.map((name) => renaming.get(name) ?? name),
    outputs: node.outputs.map((name) => renaming.get(name) ?? name),
    attributes,
  }
}

function copyAttribute(
  attribute: Attribute,
  renaming: Renaming,
  site: CopySite,
  nodeNamePrefix: string,
): Attribute | undefined {
  const copyGraph = (graph: Graph) => copySubgraph(graph, renaming, site, nodeNamePrefix)
  switch (attribute.kind) {
    case 'reference': {
      const value = site.resolve(attribute.value)
      // A graph given at the call speaks of the caller's values, which this renaming does not touch.
      return value && copyAttribute(value, new Map(), site, nodeNamePrefix)
    }
    case 'graph':
      return { kind: 'graph', value: copyGraph(attribute.value) }
    case 'graphs':
      return { kind: 'graphs', value: attribute.value.map(copyGraph) }
    default:
      return attribute
  }
}

function copySubgraph(graph: Graph, outer: Renaming, site: CopySite, nodeNamePrefix: string): Graph {
  const renaming = new Map(outer)
  const define = (name: string) => {
    if (name !== '') renaming.set(name, site.valueNames.take(name))
  }
  const inputs = new Set(graph.inputs.map((input) => input.name))
  for (const name of inputs) define(name)
  for (const name of graph.initializers.keys()) if (!inputs.has(name)) define(name)
  for (const node of graph.nodes) for (const name of node.outputs) define(name)
  const nameOf = (name: string) => renaming.get(name) ?? name
  const renamed = (value: ValueInfo): ValueInfo => ({ ...value, name: nameOf(value.name) })
  return {
    name: graph.name,
    inputs: graph.inputs.map(renamed),
    outputs: graph.outputs.map(renamed),
    nodes: graph.nodes.map((node) => copyNode(node, renaming, site, nodeNamePrefix)),
    initializers: new Map([...graph.initializers].map(([name, tensor]) => [nameOf(name), tensor])),
    valueInfo: new Map([...graph.valueInfo].map(([name, value]) => [nameOf(name), renamed(value)])),
  }
}
