import { OnnxFormatError } from '../format-error.ts'
import type { Attribute, Graph, Model, ModelFunction, Node } from '../graph.ts'
import { type FreshNames, freshNodeNames, freshValueNames } from './fresh-names.ts'
import { type CopySite, copyNode } from './rename-graph.ts'

/** Nodes, with their inputs and outputs, that inlining may make: functions that call each other twice double it. */
const expansionLimit = 400_000
const callDepthLimit = 64

/**
 * The model without functions: each call is replaced by the function's nodes, in all graphs and within functions,
 * with names unique over all scopes, references replaced by the call's attributes or the function's defaults, and
 * absent optional inputs left absent. The imports of a function are merged into the model's. Throws OnnxFormatError:
 * `malformed-model` for recursion or a call that does not fit, `unsupported-opset` for functions of another opset
 * than the model's, `memory-budget-exceeded` where the result would be too large.
 */
export function inlineFunctions(model: Model): Model {
  if (model.functions.length === 0) return model
  const functions = functionTable(model.functions)
  let expansion = 0
  const inliner: Inliner = {
    functions,
    valueNames: freshValueNames(model),
    nodeNames: freshNodeNames(model),
    opsets: new Map(model.opsets),
    calls: [],
    count: (node) => {
      expansion += 1 + node.inputs.length + node.outputs.length
      if (expansion > expansionLimit) {
        throw new OnnxFormatError(
          'memory-budget-exceeded',
          `With its functions inlined the model has more than ${expansionLimit} nodes and edges. Export it without ` +
            'nested functions.',
        )
      }
    },
  }
  const graph = inlineGraph(model.graph, inliner)
  return { ...model, functions: [], opsets: inliner.opsets, graph }
}

interface Inliner {
  readonly functions: ReadonlyMap<string, ModelFunction>
  readonly valueNames: FreshNames
  readonly nodeNames: FreshNames
  readonly opsets: Map<string, number>
  /** The functions being expanded, outermost first. */
  readonly calls: ModelFunction[]
  readonly count: (node: Node) => void
}

function keyOf({ domain, name, overload }: { domain: string; name: string; overload: string }): string {
  return JSON.stringify([domain, name, overload])
}

/** The function that this node calls, if it calls one. */
export function calledFunction(node: Node, functions: ReadonlyMap<string, ModelFunction>): ModelFunction | undefined {
  return functions.get(keyOf({ domain: node.domain, name: node.opType, overload: node.overload ?? '' }))
}

/** The functions of a model by the key that `calledFunction` looks up. */
export function functionTable(functions: readonly ModelFunction[]): ReadonlyMap<string, ModelFunction> {
  return new Map(functions.map((definition) => [keyOf(definition), definition]))
}

function inlineGraph(graph: Graph, inliner: Inliner): Graph {
  return { ...graph, nodes: inlineNodes(graph.nodes, inliner) }
}

function inlineNodes(nodes: readonly Node[], inliner: Inliner): Node[] {
  const result: Node[] = []
  for (const node of nodes) {
    inliner.count(node)
    const withBodies = inlineBodies(node, inliner)
    const definition = calledFunction(node, inliner.functions)
    if (definition === undefined) result.push(withBodies)
    else for (const inlined of expandCall(withBodies, definition, inliner)) result.push(inlined)
  }
  return result
}

function inlineBodies(node: Node, inliner: Inliner): Node {
  let changed = false
  const attributes = Object.fromEntries(
    Object.entries(node.attributes).map(([name, attribute]): [string, Attribute] => {
      if (attribute.kind !== 'graph' && attribute.kind !== 'graphs') return [name, attribute]
      changed = true
      if (attribute.kind === 'graph') return [name, { kind: 'graph', value: inlineGraph(attribute.value, inliner) }]
      return [name, { kind: 'graphs', value: attribute.value.map((graph) => inlineGraph(graph, inliner)) }]
    }),
  )
  return changed ? { ...node, attributes } : node
}

function expandCall(call: Node, definition: ModelFunction, inliner: Inliner): Node[] {
  refuseRecursion(definition, inliner.calls)
  mergeOpsets(definition, inliner.opsets)
  const where = `Call of function "${definition.domain}.${definition.name}" (node "${call.name}")`
  if (call.inputs.length > definition.inputs.length || call.outputs.length > definition.outputs.length) {
    throw new OnnxFormatError(
      'malformed-model',
      `${where} has ${call.inputs.length} inputs and ${call.outputs.length} outputs, the function has ` +
        `${definition.inputs.length} and ${definition.outputs.length}. Export the model again.`,
    )
  }
  const renaming = new Map<string, string>()
  definition.inputs.forEach((formal, at) => {
    renaming.set(formal, call.inputs[at] ?? '')
  })
  const passedThrough = bindOutputs(call, definition, renaming)
  for (const node of definition.nodes) {
    for (const name of node.outputs) {
      if (name !== '' && !renaming.has(name)) renaming.set(name, inliner.valueNames.take(name))
    }
  }
  const site: CopySite = {
    valueNames: inliner.valueNames,
    nodeNames: inliner.nodeNames,
    resolve: (reference) => call.attributes[reference] ?? definition.attributeDefaults[reference],
    count: inliner.count,
  }
  const prefix = `${call.name || definition.name}/`
  const body = definition.nodes.map((node) => copyNode(node, renaming, site, prefix))
  for (const [formal, actual] of passedThrough) {
    body.push(identity(renaming.get(formal) ?? formal, actual, inliner.nodeNames.take(`${prefix}Identity`)))
  }
  inliner.calls.push(definition)
  const inlined = inlineNodes(body, inliner)
  inliner.calls.pop()
  return inlined
}

/**
 * Names the function's outputs as the call does. Returns those that need an Identity: a formal output that is also an
 * input, or that is listed twice.
 */
function bindOutputs(
  call: Node,
  definition: ModelFunction,
  renaming: Map<string, string>,
): readonly (readonly [string, string])[] {
  const passedThrough: (readonly [string, string])[] = []
  definition.outputs.forEach((formal, at) => {
    const actual = call.outputs[at] ?? ''
    if (actual === '') return
    if (renaming.has(formal)) passedThrough.push([formal, actual])
    else renaming.set(formal, actual)
  })
  return passedThrough
}

function identity(input: string, output: string, name: string): Node {
  return { opType: 'Identity', domain: '', name, inputs: [input], outputs: [output], attributes: {} }
}

function refuseRecursion(definition: ModelFunction, calls: readonly ModelFunction[]): void {
  if (calls.includes(definition)) {
    const cycle = [...calls.slice(calls.indexOf(definition)), definition].map(({ name }) => name).join(' → ')
    throw new OnnxFormatError('malformed-model', `Functions call each other in a circle: ${cycle}. ONNX forbids this.`)
  }
  if (calls.length >= callDepthLimit) {
    throw new OnnxFormatError(
      'malformed-model',
      `Functions call each other more than ${callDepthLimit} deep. Export the model without nested functions.`,
    )
  }
}

function mergeOpsets(definition: ModelFunction, opsets: Map<string, number>): void {
  for (const [domain, version] of definition.opsets) {
    const imported = opsets.get(domain)
    if (imported === undefined) opsets.set(domain, version)
    else if (imported !== version && domain === '') {
      throw new OnnxFormatError(
        'unsupported-opset',
        `Function "${definition.domain}.${definition.name}" is written for opset ${version}, the model for opset ` +
          `${imported}. Export the model with its functions inlined.`,
      )
    }
  }
}
