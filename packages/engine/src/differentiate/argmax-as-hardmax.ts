import { intAttribute, type Node, numberValues } from '../onnx/index.ts'
import { dataTypeCodes, normaliseAxis } from '../tensor/index.ts'
import { type GraphBuilder, range, reshape, transpose } from '../build/index.ts'

/** Steps that keep the order of the elements, so that an index stays the index of its place. */
const keepsOrder = new Set(['Cast', 'Identity', 'Squeeze', 'Unsqueeze', 'Reshape', 'Flatten'])

/**
 * OneHot of an ArgMax over all classes written as Hardmax, which gives the same values and has a straight-through
 * estimate. Other uses of an ArgMax stay as they are: an index has no gradient.
 */
export function argMaxAsHardmax(g: GraphBuilder, nodes: readonly Node[]): readonly Node[] {
  if (!nodes.some((node) => node.opType === 'OneHot')) return nodes
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const numbersOf = (name: string | undefined): readonly number[] => {
    const constant = g.constantOf(name ?? '')
    return constant === undefined ? [] : numberValues(constant)
  }
  const source = (name: string): Node | undefined => {
    const maker = makers.get(name)
    if (maker?.opType === 'ArgMax') return maker
    return maker !== undefined && keepsOrder.has(maker.opType) ? source(maker.inputs[0] ?? '') : undefined
  }
  return nodes.flatMap((node) => {
    if (node.opType !== 'OneHot') return [node]
    const [indices = '', depth, onOff] = node.inputs
    const argMax = source(indices)
    const [scores = ''] = argMax?.inputs ?? []
    if (argMax === undefined || intAttribute(argMax, 'select_last_index', 0) !== 0) return [node]
    const extents = g.shapeOf(scores)
    const axis = normaliseAxis(intAttribute(argMax, 'axis', 0), extents.length)
    const classes = extents[axis] ?? 0
    const [off, on] = numbersOf(onOff)
    if (numbersOf(depth)[0] !== classes || off !== 0 || on !== 1) return [node]
    return oneHotOf(g, { argMax, oneHot: node, scores, axis, classes, indices })
  })
}

interface Found {
  readonly argMax: Node
  readonly oneHot: Node
  readonly scores: string
  readonly axis: number
  readonly classes: number
  readonly indices: string
}

/** Hardmax with its class axis moved to where OneHot puts it, in OneHot's type and under its output's name. */
function oneHotOf(g: GraphBuilder, { argMax, oneHot, scores, axis, classes, indices }: Found): readonly Node[] {
  const inner = g.nested()
  const hard = inner.freshName('Hardmax')
  const attributes = { axis: { kind: 'int', value: axis } } as const
  // The diagnosis names the node that the submitter knows.
  inner.append({ opType: 'Hardmax', domain: '', name: argMax.name, inputs: [scores], outputs: [hard], attributes })
  const rank = g.shapeOf(scores).length
  const last = transpose(inner, hard, [...range(rank).filter((other) => other !== axis), axis])
  const places = g.shapeOf(indices)
  const arranged = reshape(inner, last, [...places, classes])
  const at = normaliseAxis(intAttribute(oneHot, 'axis', -1), places.length + 1)
  const moved = transpose(inner, arranged, range(places.length).toSpliced(at, 0, places.length))
  const [output = ''] = oneHot.outputs
  const to = { kind: 'int', value: dataTypeCodes[g.dataTypeOf(output)] } as const
  const name = inner.freshName('Cast')
  inner.append({ opType: 'Cast', domain: '', name, inputs: [moved], outputs: [output], attributes: { to } })
  return inner.nodes
}
