import type { Graph, Model, Node, ValueInfo } from '@voxproof/engine/onnx'

/** The one input that no initializer fills, with its declared shape ([] where the file declares none). */
export function declaredInput(graph: Graph): { name: string; shape: NonNullable<ValueInfo['shape']> } {
  const input = graph.inputs.find(({ name }) => !graph.initializers.has(name))
  return { name: input?.name ?? '', shape: input?.shape ?? [] }
}

/** How often each operator occurs, in subgraphs and function bodies too. */
export function operatorCounts(model: Model): Record<string, number> {
  const counts: Record<string, number> = Object.create(null)
  const visit = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      counts[node.opType] = (counts[node.opType] ?? 0) + 1
      for (const attribute of Object.values(node.attributes)) {
        if (attribute.kind === 'graph') visit(attribute.value.nodes)
        if (attribute.kind === 'graphs') attribute.value.forEach((graph) => visit(graph.nodes))
      }
    }
  }
  visit(model.graph.nodes)
  for (const { nodes } of model.functions) visit(nodes)
  return { ...counts }
}
