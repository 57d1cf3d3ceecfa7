import { bodiesOf, namesReadBy } from '../captures.ts'
import type { ConstantTensor, Graph, Node, StaticGraph, TensorType } from '../graph.ts'
import { nameSource } from '../name-source.ts'
import { SpecialiseError } from '../specialise-error.ts'
import type { SpecialiseLimits } from './limits.ts'
import { pruneNodes, renamed } from './prune.ts'
import { type Build, checkBytes, constantValue, emit, lookUp, type Scope, type TensorValue } from './scope.ts'
import { visitGraph } from './visit-node.ts'

/** An input of the graph: its static type, and its elements where they are known (it is no input afterwards). */
export interface GivenInput {
  readonly name: string
  readonly type: TensorType
  readonly constant?: ConstantTensor
}

/** What is made static: a canonical graph, its opset, all inputs that are not initializers. */
export interface StaticRequest {
  readonly graph: Graph
  readonly opset: number
  readonly inputs: readonly GivenInput[]
  readonly limits: SpecialiseLimits
}

/** The graph at these inputs: folded, typed, pruned; see StaticGraph. Throws a SpecialiseError. */
export function makeStatic(request: StaticRequest): StaticGraph {
  const { scope, fed } = visited(request)
  return finish(scope, request.graph, fed)
}

/** The outputs of the graph at these inputs: their types, and their values where they fold. */
export function staticOutputs(request: StaticRequest): readonly (TensorValue | undefined)[] {
  const { scope } = visited(request)
  return request.graph.outputs.map(({ name }) => {
    const value = lookUp(scope, name)
    return value?.kind === 'tensor' ? value : undefined
  })
}

function visited({ graph, opset, inputs, limits }: StaticRequest): {
  readonly scope: Scope
  readonly fed: readonly TensorValue[]
} {
  const build: Build = {
    opset,
    limits,
    names: nameSource([...inputs, ...graph.outputs].map(({ name }) => name)),
    nodeNames: nameSource([]),
    outputNames: new Set(graph.outputs.map(({ name }) => name)),
    givenOutputNames: new Set(),
    types: new Map(),
    initializers: new Map(),
    visitedNodes: 0,
    foldedElements: 0,
  }
  const scope: Scope = { build, parent: undefined, values: new Map(), nodes: [], produced: new Set() }
  const fed: TensorValue[] = []
  for (const { name, type, constant } of inputs) {
    if (constant !== undefined) {
      scope.values.set(name, constantValue(scope, name, constant))
      continue
    }
    checkBytes(`Input ${name}`, type, limits)
    const value: TensorValue = { kind: 'tensor', name, type }
    build.types.set(name, type)
    scope.values.set(name, value)
    fed.push(value)
  }
  visitGraph(scope, graph)
  return { scope, fed }
}

function finish(scope: Scope, graph: Graph, inputs: readonly TensorValue[]): StaticGraph {
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
  const used = new Set<string>(inputs.map(({ name }) => name))
  collectUsed(nodes, used)
  return {
    name: graph.name,
    inputs: inputs.map(({ name, type }) => ({ name, kind: 'tensor', dataType: type.dataType, shape: type.shape })),
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
  const taken = scope.build.outputNames.has(value.name) || names.has(value.name)
  if (scope.produced.has(value.name) && !taken) {
    names.set(value.name, name)
    return
  }
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
