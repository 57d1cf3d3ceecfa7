import { GraphBuilder } from '../build/index.ts'
import type { Attribute, ConstantTensor, Node } from '../onnx/index.ts'
import { type GraphRewrite, renameInputs } from './rewrite.ts'

/** Constants up to this many bytes are compared by content; larger ones only by name. */
const comparedBytes = 1024

/** Operators whose result is not decided by their inputs. */
const random = new Set([
  'RandomNormal',
  'RandomNormalLike',
  'RandomUniform',
  'RandomUniformLike',
  'Bernoulli',
  'Multinomial',
  'Dropout',
])

function tensorKey(tensor: ConstantTensor): string | undefined {
  if (tensor.bytes.length > comparedBytes || tensor.strings !== undefined) return undefined
  return `${tensor.dataType}[${tensor.shape.join()}]${Buffer.from(tensor.bytes).toString('base64')}`
}

function attributeKey(attribute: Attribute): string | undefined {
  if (attribute.kind === 'graph' || attribute.kind === 'graphs') return undefined
  return attribute.kind === 'tensor'
    ? tensorKey(attribute.value)
    : `${attribute.kind}:${JSON.stringify(attribute.value)}`
}

/** What decides a node's outputs, as text; undefined where it must not be merged. */
function nodeKey(node: Node, nameKey: (name: string) => string): string | undefined {
  if (random.has(node.opType)) return undefined
  const attributes = Object.entries(node.attributes).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const parts: string[] = []
  for (const [name, attribute] of attributes) {
    const key = attributeKey(attribute)
    if (key === undefined) return undefined
    parts.push(`${name}=${key}`)
  }
  return [node.opType, node.outputs.length, node.inputs.map(nameKey).join('|'), ...parts].join(';')
}

/** A node that computes what an earlier one has computed is left out, and the earlier value is read in its place. */
export const commonSubexpressions: GraphRewrite = (graph) => {
  const g = GraphBuilder.over(graph)
  g.restart([])
  const outputs = new Set(graph.outputs.map(({ name }) => name))
  const renamed = new Map<string, string>()
  const contentNames = new Map<string, string>()
  const contentKey = (name: string): string => {
    const tensor = name === '' ? undefined : graph.initializers.get(name)
    const key = tensor === undefined ? undefined : tensorKey(tensor)
    if (key === undefined) return name
    const known = contentNames.get(key) ?? name
    contentNames.set(key, known)
    return known
  }
  const seen = new Map<string, Node>()
  for (const node of graph.nodes) {
    const current = renameInputs(node, renamed)
    const key = nodeKey(current, contentKey)
    const earlier = key === undefined ? undefined : seen.get(key)
    if (earlier === undefined || current.outputs.some((name) => outputs.has(name))) {
      if (key !== undefined && earlier === undefined) seen.set(key, current)
      g.adopt(current)
      continue
    }
    current.outputs.forEach((name, index) => {
      const first = earlier.outputs[index]
      if (name !== '' && first !== undefined && first !== '') renamed.set(name, first)
    })
    // An output that the earlier node leaves unnamed cannot be shared.
    if (current.outputs.some((name) => name !== '' && !renamed.has(name))) g.adopt(current)
  }
  return g.finish(
    graph.name,
    graph.inputs.map(({ name }) => name),
    [...outputs],
  )
}
