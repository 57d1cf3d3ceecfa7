import { constantTensor, type Graph, graphAttribute, type Node, numberValues, type StaticGraph } from '../onnx/index.ts'
import type { GraphBuilder } from '../build/index.ts'
import { bodyGraph } from './clone-body.ts'

interface Constants {
  readonly numberOf: (name: string) => number | undefined
}

/** Steps up to which a Loop that the data may end sooner is written as a Scan that stands still behind its end. */
const guardedSteps = 4096

/** Whether the body is run in every step whatever it computes. */
function runsAlways(node: Node, body: Graph, { numberOf }: Constants): boolean {
  const [, condition = ''] = node.inputs
  const startsAlways = condition === '' || numberOf(condition) === 1
  const goesOn = source(body, body.outputs[0]?.name ?? '')
  const own = body.initializers.get(goesOn)
  const goesOnAlways =
    goesOn === body.inputs[1]?.name || numberOf(goesOn) === 1 || (own !== undefined && numberValues(own)[0] === 1)
  return startsAlways && goesOnAlways
}

/** What a value of the body is a copy of. */
function source(body: Graph, name: string): string {
  const copy = body.nodes.find((node) => node.opType === 'Identity' && node.outputs[0] === name)
  return copy === undefined ? name : source(body, copy.inputs[0] ?? '')
}

function asScan(g: GraphBuilder, node: Node, constants: Constants): Node {
  const body = graphAttribute(node, 'body')
  if (body === undefined) return node
  const length = constants.numberOf(node.inputs[0] ?? '')
  const [iteration, condition, ...states] = body.inputs
  if (length === undefined || length === 0 || iteration === undefined || condition === undefined) return node
  const isUnguarded = runsAlways(node, body, constants)
  // What a Loop stacks up to an end that the data choose has no fixed length.
  const isBounded = length <= guardedSteps && body.outputs.length === body.inputs.length - 1
  if (!isUnguarded && !isBounded) return node
  const counter = g.constant(
    'int64',
    [length],
    Array.from({ length }, (_, index) => index),
  )
  if (!isUnguarded) return asGuardedScan(g, { node, body, counter })
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

/** The Loop as a Scan over all steps that it may take, each an If of whether it still goes on. */
function asGuardedScan(g: GraphBuilder, loop: { node: Node; body: Graph; counter: string }): Node {
  const { node, body, counter } = loop
  const [iteration, condition, ...states] = body.inputs
  if (iteration === undefined || condition === undefined) return node
  const flag = { dataType: 'bool', shape: [] } as const
  const still = g.nested()
  const kept = [condition, ...states].map(({ name }) => still.emit('Identity', [name]))
  const inner = g.nested()
  const results = body.outputs.map(({ name }) => inner.declare('next', g.typeOf(name)))
  const branches = {
    then_branch: { kind: 'graph', value: { ...body, inputs: [] } },
    else_branch: { kind: 'graph', value: bodyGraph(still, g.freshName('still'), [], kept) },
  } as const
  const step = { domain: '', name: g.freshName('If'), inputs: [condition.name], outputs: results }
  inner.adopt({ opType: 'If', ...step, attributes: branches })
  const inputs = [condition, ...states, iteration].map(({ name }) => name)
  const [, start = '', ...initial] = node.inputs
  const goesOn = g.declare('goes-on', flag)
  return {
    ...node,
    opType: 'Scan',
    inputs: [start === '' ? g.constant('bool', [], [1]) : start, ...initial, counter],
    outputs: [goesOn, ...node.outputs.map((name, index) => unlessUnread(g, name, body.outputs[index + 1]?.name))],
    attributes: {
      body: { kind: 'graph', value: bodyGraph(inner, g.freshName('guarded'), inputs, results) },
      num_scan_inputs: { kind: 'int', value: 1 },
    },
  }
}

/** The output's name, a fresh one where the Loop leaves it out. */
function unlessUnread(g: GraphBuilder, name: string, like = ''): string {
  return name === '' ? g.declare('unread', g.typeOf(like)) : name
}

/**
 * Loops of a known number of steps written as Scans over the step number, in every scope, so that one rule
 * differentiates both; of one that the data may end sooner too, where nothing is stacked and its bound is small. A Loop
 * without a bound is left as it is.
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
