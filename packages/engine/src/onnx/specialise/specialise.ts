import { type Shape, isFloat } from '../../tensor/index.ts'
import { canonicalise, canonicalOpset } from '../canonical/index.ts'
import { bodiesOf, namesReadBy } from '../captures.ts'
import { estimateCost } from '../cost/index.ts'
import type { Graph, Model, Node, StaticGraph, TensorType, ValueInfo } from '../graph.ts'
import { inlineFunctions } from '../inline/inline-functions.ts'
import { SpecialiseError } from '../specialise-error.ts'
import { defaultSpecialiseLimits, type SpecialiseLimits } from './limits.ts'
import { pruneNodes, renamed } from './prune.ts'
import { type Build, emit, lookUp, type Scope, type TensorValue } from './scope.ts'
import { visitGraph } from './visit-node.ts'

/**
 * The model at one input shape: functions inlined, operators canonical, everything that follows from the shape folded,
 * the type of every value known, all in float32. Sizes are checked before anything of that size is allocated. Throws a
 * SpecialiseError whose message names the node at fault.
 */
export function specialise(model: Model, inputShape: Shape, limits: Partial<SpecialiseLimits> = {}): StaticGraph {
  const { graph, opsets } = canonicalise(inlineFunctions(model))
  const input = imageInput(graph, inputShape)
  const build: Build = {
    opset: opsets.get('') ?? canonicalOpset,
    limits: { ...defaultSpecialiseLimits, ...limits },
    usedNames: new Set([input.name]),
    reservedNames: new Set([input.name, ...graph.outputs.map(({ name }) => name)]),
    types: new Map([[input.name, { dataType: 'float32', shape: inputShape }]]),
    initializers: new Map(),
    visitedNodes: 0,
    foldedElements: 0,
  }
  const scope: Scope = { build, parent: undefined, values: new Map(), nodes: [], produced: new Set() }
  const type: TensorType = { dataType: 'float32', shape: inputShape }
  scope.values.set(input.name, { kind: 'tensor', name: input.name, type })
  visitGraph(scope, graph)
  const result = finish(scope, graph, input.name)
  checkCost(result, build.limits)
  return result
}

function imageInput(graph: Graph, inputShape: Shape): ValueInfo {
  const inputs = graph.inputs.filter(({ name }) => !graph.initializers.has(name))
  const [input] = inputs
  if (input === undefined || inputs.length !== 1) {
    const names = inputs.map(({ name }) => name).join(', ')
    throw new SpecialiseError(
      'wrong-inputs',
      `The model has ${inputs.length} inputs (${names}); one image is expected.`,
    )
  }
  if (input.dataType === undefined || !isFloat(input.dataType)) {
    const found = input.dataType ?? input.kind
    throw new SpecialiseError(
      'wrong-data-type',
      `Input ${input.name} is ${found}; a floating-point tensor is expected.`,
    )
  }
  const declared = input.shape ?? inputShape
  const fits =
    declared.length === inputShape.length &&
    declared.every((extent, axis) => typeof extent !== 'number' || extent === inputShape[axis])
  if (fits && inputShape.every((extent) => Number.isInteger(extent) && extent > 0)) return input
  throw new SpecialiseError(
    'shape-not-supported',
    `Input ${input.name} is declared as [${declared.join(', ')}], which [${inputShape.join(', ')}] does not fit. ` +
      'Export the model with symbolic sizes or use the declared ones.',
  )
}

function finish(scope: Scope, graph: Graph, inputName: string): StaticGraph {
  const { build } = scope
  const names = new Map<string, string>()
  const outputs = graph.outputs.map(({ name }) => {
    const value = lookUp(scope, name)
    if (value?.kind !== 'tensor') {
      throw new SpecialiseError('malformed-model', `Output ${name} is ${value ? 'a sequence' : 'made by no node'}.`)
    }
    nameOutput(scope, value, name, names)
    build.types.set(name, value.type)
    return { name, kind: 'tensor', dataType: value.type.dataType, shape: value.type.shape } as const
  })
  const renamedNodes = names.size === 0 ? scope.nodes : scope.nodes.map((node) => renamed(node, names))
  const nodes = pruneNodes(renamedNodes, new Set(outputs.map(({ name }) => name)))
  const used = new Set<string>([inputName])
  collectUsed(nodes, used)
  const input = build.types.get(inputName)
  return {
    name: graph.name,
    inputs: [{ name: inputName, kind: 'tensor', dataType: input?.dataType, shape: input?.shape }],
    outputs,
    nodes,
    initializers: new Map([...build.initializers].filter(([name]) => used.has(name))),
    valueInfo: new Map(),
    opset: build.opset,
    types: new Map([...build.types].filter(([name]) => used.has(name))),
  }
}

/** Lets the value be called by the output's name; one that cannot be renamed is copied by Identity. */
function nameOutput(scope: Scope, value: TensorValue, name: string, names: Map<string, string>): void {
  if (value.name === name && scope.produced.has(name)) return
  const taken = scope.build.reservedNames.has(value.name) || names.has(value.name)
  if (scope.produced.has(value.name) && !taken) {
    names.set(value.name, name)
    return
  }
  scope.build.usedNames.delete(name)
  const node: Node = { opType: 'Identity', domain: '', name, inputs: [value.name], outputs: [name], attributes: {} }
  emit(scope, node, [value], [value.type])
}

function collectUsed(nodes: readonly Node[], used: Set<string>): void {
  for (const node of nodes) {
    for (const name of [...namesReadBy(node), ...node.outputs]) if (name !== '') used.add(name)
    for (const body of bodiesOf(node)) {
      for (const { name } of body.inputs) used.add(name)
      collectUsed(body.nodes, used)
    }
  }
}

function checkCost(graph: StaticGraph, limits: SpecialiseLimits): void {
  const cost = estimateCost(graph)
  if (cost.flops > limits.flops) {
    throw new SpecialiseError(
      'compute-budget-exceeded',
      `One pass takes ${cost.flops.toExponential(2)} operations; ${limits.flops.toExponential(2)} are allowed.`,
    )
  }
  if (cost.liveBytesEstimate > limits.liveBytes) {
    throw new SpecialiseError(
      'memory-budget-exceeded',
      `One pass holds ${cost.liveBytesEstimate} bytes of activations; ${limits.liveBytes} are allowed.`,
    )
  }
}
