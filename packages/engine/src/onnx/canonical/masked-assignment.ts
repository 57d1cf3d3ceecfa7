import { sizeOf } from '../../tensor/index.ts'
import { attributesOf, intsAttribute, stringAttribute } from '../attributes.ts'
import { namesReadBy } from '../captures.ts'
import { constantTensor } from '../constants.ts'
import type { Graph, Node } from '../graph.ts'
import { type CanonicalContext, plainNode } from './context.ts'

/** Steps that spread a value over the places, or arrange it anew. */
const arrangements = new Set(['Expand', 'Identity', 'Reshape', 'Squeeze', 'Unsqueeze'])

/**
 * The nodes with each assignment through a mask as a Where, whose shape does not depend on the data. PyTorch's exporter
 * writes `x[mask] = value` as ScatterND at the places that NonZero finds, and `x[mask] = y[mask]` with GatherND there.
 */
export function withMaskedAssignments(
  nodes: readonly Node[],
  outputs: Graph['outputs'],
  context: CanonicalContext,
): readonly Node[] {
  if (!nodes.some(({ opType }) => opType === 'NonZero')) return nodes
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const rewritten = nodes.flatMap((node) => assigned(node, makers, context) ?? [node])
  return rewritten.length === nodes.length ? nodes : neededFor(outputs, rewritten)
}

type Makers = ReadonlyMap<string, Node>

function assigned(node: Node, makers: Makers, context: CanonicalContext): readonly Node[] | undefined {
  const [data = '', places = '', updates = ''] = node.inputs
  const [output = ''] = node.outputs
  if (!is(node, 'ScatterND') || stringAttribute(node, 'reduction', 'none') !== 'none') return undefined
  const mask = maskOf(makers.get(places), makers)
  if (mask === undefined) return undefined
  const value = valueOf(updates, mask, makers, context)
  if (value === undefined) return undefined
  const fresh = (what: string) => context.fresh(`${output}_${what}`)
  const written: Node[] = []
  const write = (opType: string, inputs: readonly string[], attributes: Node['attributes'] = {}): string => {
    const name = fresh(opType.toLowerCase())
    written.push(plainNode(opType, name, inputs, [name], attributes))
    return name
  }
  // The mask covers the first axes of the data.
  const [ofData, ofMask] = [write('Shape', [data]), write('Shape', [mask])]
  const missing = write('Sub', [write('Shape', [ofData]), write('Shape', [ofMask])])
  const one = { value: { kind: 'tensor', value: constantTensor('int64', [1], [1]) } } as const
  const shape = write('Concat', [ofMask, write('ConstantOfShape', [missing], one)], attributesOf({ axis: 0 }))
  const condition = write('Reshape', [write('Cast', [mask], attributesOf({ to: boolCode })), shape])
  return [...written, { ...node, opType: 'Where', inputs: [condition, value, data], attributes: {} }]
}

/** TensorProto.BOOL. */
const boolCode = 9

/** The mask at whose places a node's output points: that of NonZero, transposed. */
function maskOf(node: Node | undefined, makers: Makers): string | undefined {
  if (node === undefined || !is(node, 'Transpose')) return undefined
  const perm = intsAttribute(node, 'perm')
  const nonZero = makers.get(node.inputs[0] ?? '')
  const isTransposed = perm === undefined || perm.join() === '1,0'
  return isTransposed && nonZero !== undefined && is(nonZero, 'NonZero') ? nonZero.inputs[0] : undefined
}

/** What is assigned: a constant number, or a tensor that is read through the same mask. */
function valueOf(name: string, mask: string, makers: Makers, context: CanonicalContext): string | undefined {
  const passed = new Set<Node>()
  for (let current = name; ; ) {
    const constant = context.constant(current)
    if (constant !== undefined) return sizeOf(constant.shape) === 1 && constant.shape.length < 2 ? current : undefined
    const maker = makers.get(current)
    if (maker === undefined || maker.domain !== '' || passed.has(maker)) return undefined
    if (maker.opType === 'GatherND') {
      return maskOf(makers.get(maker.inputs[1] ?? ''), makers) === mask ? maker.inputs[0] : undefined
    }
    if (!arrangements.has(maker.opType)) return undefined
    passed.add(maker)
    current = maker.inputs[0] ?? ''
  }
}

const is = (node: Node, opType: string): boolean => node.opType === opType && node.domain === ''

/** The nodes that the outputs need, in their order. */
function neededFor(outputs: Graph['outputs'], nodes: readonly Node[]): readonly Node[] {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const needed = new Set<Node>()
  const waiting = outputs.map(({ name }) => name)
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const maker = makers.get(name)
    if (maker === undefined || needed.has(maker)) continue
    needed.add(maker)
    waiting.push(...namesReadBy(maker))
  }
  return nodes.filter((node) => needed.has(node))
}
