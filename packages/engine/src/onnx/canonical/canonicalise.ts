import type { Attribute, ConstantTensor, Graph, Model, Node } from '../graph.ts'
import { nameSource } from '../name-source.ts'
import type { CanonicalContext } from './context.ts'
import { canonicalForms } from './registry.ts'
import { withMaskedAssignments } from './masked-assignment.ts'
import { constantOf } from './rules/constant.ts'

/** The lowest opset whose forms the gradient rules are written for. */
export const canonicalOpset = 21

/**
 * The model with every node, those in bodies included, in the form it has at opset max(21, the model's), so that one
 * gradient rule per operator suffices. Functions must have been inlined. Throws a SpecialiseError for an old form that
 * has no equivalent.
 */
export function canonicalise(model: Model): Model {
  const opset = model.opsets.get('') ?? canonicalOpset
  const used = new Set<string>()
  collectNames(model.graph, used)
  const graph = canonicalGraph(model.graph, { opset, fresh: nameSource(used).take, constant: () => undefined })
  return { ...model, graph, opsets: new Map([...model.opsets, ['', Math.max(canonicalOpset, opset)]]) }
}

function canonicalGraph(graph: Graph, outer: CanonicalContext): Graph {
  const made = new Map<string, ConstantTensor>()
  for (const node of graph.nodes) {
    const tensor = node.opType === 'Constant' && node.domain === '' ? constantOf(node) : undefined
    if (tensor !== undefined) made.set(node.outputs[0] ?? '', tensor)
  }
  const constant = (name: string) => made.get(name) ?? graph.initializers.get(name) ?? outer.constant(name)
  const context: CanonicalContext = { ...outer, constant }
  const nodes = graph.nodes.flatMap((node) => canonicalNode(withCanonicalBodies(node, context), context))
  return { ...graph, nodes: withMaskedAssignments(nodes, graph.outputs, context) }
}

function canonicalNode(node: Node, context: CanonicalContext): readonly Node[] {
  if (node.domain !== '' || !Object.hasOwn(canonicalForms, node.opType)) return [node]
  const form = canonicalForms[node.opType]?.find(({ before }) => context.opset < before)
  return form === undefined ? [node] : form.rule(node, context)
}

function withCanonicalBodies(node: Node, context: CanonicalContext): Node {
  const attributes = Object.entries(node.attributes)
  if (!attributes.some(([, { kind }]) => kind === 'graph')) return node
  const mapped = attributes.map(([name, attribute]): [string, Attribute] => [
    name,
    attribute.kind === 'graph' ? { kind: 'graph', value: canonicalGraph(attribute.value, context) } : attribute,
  ])
  return { ...node, attributes: Object.fromEntries(mapped) }
}

function collectNames(graph: Graph, used: Set<string>): void {
  for (const { name } of [...graph.inputs, ...graph.outputs]) used.add(name)
  for (const name of graph.initializers.keys()) used.add(name)
  for (const node of graph.nodes) {
    for (const name of [...node.inputs, ...node.outputs]) used.add(name)
    for (const attribute of Object.values(node.attributes)) {
      if (attribute.kind === 'graph') collectNames(attribute.value, used)
    }
  }
}
