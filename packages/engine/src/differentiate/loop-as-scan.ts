import { constantTensor, type Graph, graphAttribute, type Node, numberValues, type StaticGraph } from '../onnx/index.ts'
import type { GraphBuilder } from '../build/index.ts'

interface Constants {
  readonly numberOf: (name: string) => number | undefined
}

/** Whether the Loop runs a known number of times whatever its body computes. */
function tripCount(node: Node, body: Graph, { numberOf }: Constants): number | undefined {
  const [trips = '', condition = ''] = node.inputs
  const startsAlways = condition === '' || numberOf(condition) === 1
  const goesOn = source(body, body.outputs[0]?.name ?? '')
  const own = body.initializers.get(goesOn)
  const goesOnAlways =
    goesOn === body.inputs[1]?.name || numberOf(goesOn) === 1 || (own !== undefined && numberValues(own)[0] === 1)
  return startsAlways && goesOnAlways ? numberOf(trips) : undefined
}

/** What a value of the body is a copy of. */
function source(body: Graph, name: string): string {
  const copy = body.nodes.find((node) => node.opType === 'Identity' && node.outputs[0] === name)
  return copy === undefined ? name : source(body, copy.inputs[0] ?? '')
}

function asScan(g: GraphBuilder, node: Node, constants: Constants): Node {
  const body = graphAttribute(node, 'body')
  if (body === undefined) return node
  const length = tripCount(node, body, constants)
  const [iteration, condition, ...states] = body.inputs
  if (length === undefined || length === 0 || iteration === undefined || condition === undefined) return node
  const counter = g.constant(
    'int64',
    [length],
    Array.from({ length }, (_, index) => index),
  )
  const always = constantTensor('bool', [], [1])
  const scanBody: Graph = {
    ...body,
    inputs: [...states, iteration],
    outputs: body.outputs.slice(1),
    initializers: new Map([...body.initializers, [condition.name, always]]),
  }
  const outputCount = body.outputs.length - 1 - states.length
  return {
    ...node,
    opType: 'Scan',
    inputs: [...node.inputs.slice(2), counter],
    attributes: {
      body: { kind: 'graph', value: scanBody },
      num_scan_inputs: { kind: 'int', value: 1 },
      scan_output_axes: { kind: 'ints', value: new Array<number>(outputCount).fill(0) },
    },
  }
}

/**
 * Loops of a known number of steps written as Scans over the step number, in every scope, so that one rule
 * differentiates both. A Loop that the data ends is left as it is.
 */
export function loopsAsScans(g: GraphBuilder, graph: StaticGraph): readonly Node[] {
  const numberOf = (name: string): number | undefined => {
    const constant = name === '' ? undefined : g.constantOf(name)
    return constant === undefined ? undefined : numberValues(constant)[0]
  }
  const rewrite = (node: Node): Node => {
    const attributes = Object.fromEntries(
      Object.entries(node.attributes).map(([key, attribute]) => [
        key,
        attribute.kind === 'graph'
          ? { ...attribute, value: { ...attribute.value, nodes: attribute.value.nodes.map(rewrite) } }
          : attribute,
      ]),
    )
    const next = { ...node, attributes }
    return node.opType === 'Loop' ? asScan(g, next, { numberOf }) : next
  }
  const hasLoop = graph.nodes.some((node) => contains(node, 'Loop'))
  return hasLoop ? graph.nodes.map(rewrite) : graph.nodes
}

function contains(node: Node, opType: string): boolean {
  return (
    node.opType === opType ||
    Object.values(node.attributes).some(
      (attribute) => attribute.kind === 'graph' && attribute.value.nodes.some((inner) => contains(inner, opType)),
    )
  )
}
