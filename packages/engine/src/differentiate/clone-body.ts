import type { Attribute, Graph, Node } from '../onnx/index.ts'
import type { GraphBuilder } from '../build/index.ts'

export interface ClonedBody {
  readonly nodes: readonly Node[]
  /** The name in the clone of a value of the body; names of enclosing scopes stay as they are. */
  readonly renamed: (name: string) => string
}

/**
 * The nodes of a body under fresh names (ONNX Runtime refuses a name that two scopes share), with its inputs bound to
 * the given values. The body's own constants become constants of the whole graph.
 */
export function cloneBody(g: GraphBuilder, body: Graph, bindings: ReadonlyMap<string, string>): ClonedBody {
  const names = new Map(bindings)
  const renamed = (name: string): string => names.get(name) ?? name
  const rename = (name: string): string => {
    if (name === '') return name
    const fresh = g.declare('body', g.typeOf(name))
    names.set(name, fresh)
    return fresh
  }
  for (const [name, tensor] of body.initializers) names.set(name, g.constantFrom(tensor))
  const cloneNode = (node: Node): Node => ({
    ...node,
    name: node.name === '' ? '' : g.freshName(node.opType),
    inputs: node.inputs.map(renamed),
    attributes: Object.fromEntries(
      Object.entries(node.attributes).map(([key, attribute]): [string, Attribute] => [
        key,
        attribute.kind === 'graph' ? { kind: 'graph', value: cloneGraph(attribute.value) } : attribute,
      ]),
    ),
    outputs: node.outputs.map(rename),
  })
  const cloneGraph = (graph: Graph): Graph => {
    for (const [name, tensor] of graph.initializers) names.set(name, g.constantFrom(tensor))
    const inputs = graph.inputs.map((value) => ({ ...value, name: rename(value.name) }))
    const nodes = graph.nodes.map(cloneNode)
    const outputs = graph.outputs.map((value) => ({ ...value, name: renamed(value.name) }))
    return { ...graph, inputs, nodes, outputs, initializers: new Map(), valueInfo: new Map() }
  }
  return { nodes: body.nodes.map(cloneNode), renamed }
}

/** Values of enclosing scopes that the body reads, directly or in a body of its own. */
export function capturedNames(body: Graph): string[] {
  const own = new Set([...body.inputs.map((value) => value.name), ...body.initializers.keys()])
  const captured = new Set<string>()
  const read = (name: string) => {
    if (name !== '' && !own.has(name)) captured.add(name)
  }
  for (const node of body.nodes) {
    node.inputs.forEach(read)
    for (const attribute of Object.values(node.attributes)) {
      if (attribute.kind === 'graph') capturedNames(attribute.value).forEach(read)
    }
    for (const name of node.outputs) own.add(name)
  }
  for (const value of body.outputs) read(value.name)
  return [...captured]
}

/** A body graph of the given values. */
export function bodyGraph(g: GraphBuilder, name: string, inputs: readonly string[], outputs: readonly string[]): Graph {
  const describe = (value: string) => ({ name: value, kind: 'tensor' as const, ...g.typeOf(value) })
  return {
    name,
    inputs: inputs.map(describe),
    outputs: outputs.map(describe),
    nodes: g.liveNodes(outputs),
    initializers: new Map(),
    valueInfo: new Map(),
  }
}
