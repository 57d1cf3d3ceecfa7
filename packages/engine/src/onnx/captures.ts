import type { Graph, Node } from './graph.ts'

/** The graphs that a node carries: branches of If, bodies of Loop and Scan. */
export function bodiesOf(node: Node): readonly Graph[] {
  return Object.values(node.attributes).flatMap((attribute) => {
    if (attribute.kind === 'graph') return [attribute.value]
    return attribute.kind === 'graphs' ? attribute.value : []
  })
}

/** Names that the node reads: its inputs, and what its bodies take from outer scopes. */
export function namesReadBy(node: Node): ReadonlySet<string> {
  const names = new Set(node.inputs.filter((name) => name !== ''))
  for (const body of bodiesOf(node)) {
    for (const name of capturesOf(body)) names.add(name)
  }
  return names
}

/** Names that a body takes from outer scopes. */
export function capturesOf(body: Graph): ReadonlySet<string> {
  const own = new Set([...body.inputs.map(({ name }) => name), ...body.initializers.keys()])
  for (const node of body.nodes) for (const name of node.outputs) own.add(name)
  const captured = new Set<string>()
  for (const node of body.nodes) {
    for (const name of namesReadBy(node)) if (!own.has(name)) captured.add(name)
  }
  for (const { name } of body.outputs) if (!own.has(name)) captured.add(name)
  return captured
}
