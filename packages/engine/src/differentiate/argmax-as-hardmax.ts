import { intAttribute, type Node, numberValues } from '../onnx/index.ts'
import { dataTypeCodes, normaliseAxis, type Shape } from '../tensor/index.ts'
import { type GraphBuilder, range, reshape, transpose } from '../build/index.ts'

/** Steps that keep the order of the elements, so that an index stays the index of its place. */
const keepsOrder = new Set(['Cast', 'Identity', 'Squeeze', 'Unsqueeze', 'Reshape', 'Flatten'])

/**
 * OneHot of an ArgMax over all classes, and its comparison with constant classes cast to numbers, written as Hardmax,
 * which gives the same values and has a straight-through estimate. Other uses of an ArgMax stay as they are: an index
 * has no gradient.
 */
export function argMaxAsHardmax(g: GraphBuilder, nodes: readonly Node[]): readonly Node[] {
  if (!nodes.some((node) => node.opType === 'ArgMax')) return nodes
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const chosenBy = (name: string): Choice | undefined => {
    const maker = makers.get(name)
    if (maker?.opType === 'ArgMax') return choiceOf(g, maker)
    return maker !== undefined && keepsOrder.has(maker.opType) ? chosenBy(maker.inputs[0] ?? '') : undefined
  }
  return nodes.flatMap((node) => {
    if (node.opType === 'OneHot') return ofOneHot(g, node, chosenBy(node.inputs[0] ?? ''))
    const compared = node.opType === 'Cast' ? makers.get(node.inputs[0] ?? '') : undefined
    if (compared?.opType !== 'Equal') return [node]
    const [a = '', b = ''] = compared.inputs
    const place = chosenBy(a) === undefined ? { indices: b, classes: a } : { indices: a, classes: b }
    return ofComparison(g, node, { ...place, choice: chosenBy(place.indices) })
  })
}

interface Choice {
  readonly argMax: Node
  readonly scores: string
  readonly axis: number
  readonly count: number
}

function choiceOf(g: GraphBuilder, argMax: Node): Choice | undefined {
  // Hardmax takes the first of equal scores.
  if (intAttribute(argMax, 'select_last_index', 0) !== 0) return undefined
  const [scores = ''] = argMax.inputs
  const extents = g.shapeOf(scores)
  const axis = normaliseAxis(intAttribute(argMax, 'axis', 0), extents.length)
  return { argMax, scores, axis, count: extents[axis] ?? 0 }
}

function numbersOf(g: GraphBuilder, name: string | undefined): readonly number[] | undefined {
  const constant = g.constantOf(name ?? '')
  return constant === undefined ? undefined : numberValues(constant)
}

/** The OneHot as it is, or its equal of Hardmax where it spans the classes with 0 and 1. */
function ofOneHot(g: GraphBuilder, node: Node, choice: Choice | undefined): readonly Node[] {
  const [indices = '', depth, onOff] = node.inputs
  const [off, on] = numbersOf(g, onOff) ?? []
  if (choice === undefined || numbersOf(g, depth)?.[0] !== choice.count || off !== 0 || on !== 1) return [node]
  const inner = g.nested()
  const places = g.shapeOf(indices)
  const arranged = reshape(inner, classesLast(inner, choice), [...places, choice.count])
  const at = normaliseAxis(intAttribute(node, 'axis', -1), places.length + 1)
  return finished(inner, transpose(inner, arranged, range(places.length).toSpliced(at, 0, places.length)), node)
}

interface Comparison {
  readonly indices: string
  readonly classes: string
  readonly choice: Choice | undefined
}

/** The Cast of a comparison as it is, or the compared classes' part of Hardmax where they lie along one axis. */
function ofComparison(g: GraphBuilder, node: Node, { indices, classes, choice }: Comparison): readonly Node[] {
  const wanted = numbersOf(g, classes)
  if (choice === undefined || wanted === undefined) return [node]
  const result = g.shapeOf(node.outputs[0] ?? '')
  const aligned = (extents: Shape) => [...new Array<number>(result.length - extents.length).fill(1), ...extents]
  const places = aligned(g.shapeOf(indices))
  const axes = aligned(g.shapeOf(classes)).flatMap((extent, axis) => (extent > 1 ? [axis] : []))
  const [axis] = axes
  const areClasses = wanted.every((value) => Number.isInteger(value) && value >= 0 && value < choice.count)
  if (!areClasses || axes.length > 1 || (axis !== undefined && places[axis] !== 1)) return [node]
  const inner = g.nested()
  const last = classesLast(inner, choice)
  const taken = inner.emit('Gather', [last, inner.ints(wanted)], { axis: g.shapeOf(last).length - 1 })
  if (axis === undefined) return finished(inner, reshape(inner, taken, result), node)
  const others = range(result.length).filter((other) => other !== axis)
  const arranged = reshape(inner, taken, [...others.map((other) => places[other] ?? 1), wanted.length])
  return finished(inner, transpose(inner, arranged, range(others.length).toSpliced(axis, 0, others.length)), node)
}

/** Hardmax of the scores with the classes as the last axis. */
function classesLast(inner: GraphBuilder, { argMax, scores, axis }: Choice): string {
  const hard = inner.freshName('Hardmax')
  const attributes = { axis: { kind: 'int', value: axis } } as const
  // The diagnosis names the node that the submitter knows.
  inner.append({ opType: 'Hardmax', domain: '', name: argMax.name, inputs: [scores], outputs: [hard], attributes })
  return transpose(inner, hard, [...range(inner.shapeOf(scores).length).filter((other) => other !== axis), axis])
}

/** The nodes written, which end in the type and under the name of the replaced node's output. */
function finished(inner: GraphBuilder, value: string, replaced: Node): readonly Node[] {
  const [output = ''] = replaced.outputs
  const to = { kind: 'int', value: dataTypeCodes[inner.dataTypeOf(output)] } as const
  const name = inner.freshName('Cast')
  inner.append({ opType: 'Cast', domain: '', name, inputs: [value], outputs: [output], attributes: { to } })
  return inner.nodes
}
