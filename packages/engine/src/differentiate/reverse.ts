import type { Node } from '../onnx/index.ts'
import { isFloat } from '../tensor/index.ts'
import { sum } from '../build/index.ts'
import { type GraphBuilder, usedNames } from '../build/index.ts'
import { type GradientRule, NoGradientRuleError } from './rule.ts'

export interface ReverseRequest {
  /** Where the backward nodes are written; may be a body's builder. */
  readonly graph: GraphBuilder
  /** The forward nodes of one scope, in topological order. */
  readonly nodes: readonly Node[]
  /** Cotangents that the outside gives, by value name. */
  readonly seeds: ReadonlyMap<string, string>
  /** Values whose cotangents are wanted. */
  readonly wanted: readonly string[]
}

/** Cotangents of the wanted values; a value that no seed reaches is missing from the map. */
export type ReverseWalk = (request: ReverseRequest) => ReadonlyMap<string, string>

export interface Rules {
  /** The rule of an operator, 'zero' where its gradient is zero, undefined where it is not accepted. */
  verdictOf(opType: string): GradientRule | 'zero' | undefined
  /** Why an operator has no rule. */
  reasonOf(opType: string): string | undefined
  /** Whether a model in which this operator has no rule can be evaluated by its predictions alone. */
  isQueryable(opType: string): boolean
  /** Whether an integer at this input of the node is a magnitude, so that a straight-through estimate passes. */
  carriesInteger(node: Node, input: number): boolean
}

/** Whether a cotangent can pass through this input of a node, or an output of it (asked as of its first input). */
export function isMagnitude(graph: GraphBuilder, rules: Rules, edge: { node: Node; name: string; index: number }) {
  const type = graph.dataTypeOf(edge.name)
  return isFloat(type) || (type !== 'bool' && rules.carriesInteger(edge.node, edge.index))
}

/** The values that depend on the wanted ones along a path on which a gradient can flow. */
export function activeValues(
  graph: GraphBuilder,
  nodes: readonly Node[],
  wanted: readonly string[],
  rules: Rules,
): ReadonlySet<string> {
  const active = new Set(wanted)
  for (const node of nodes) {
    if (rules.verdictOf(node.opType) === 'zero') continue
    const isReached =
      node.inputs.some((name, index) => active.has(name) && isMagnitude(graph, rules, { node, name, index })) ||
      usedNames(node).some((name) => active.has(name) && !node.inputs.includes(name))
    if (!isReached) continue
    for (const name of node.outputs) {
      if (name !== '' && isMagnitude(graph, rules, { node, name, index: 0 })) active.add(name)
    }
  }
  return active
}

/**
 * Reverse-mode differentiation of one scope: visits its nodes backwards, asks each operator's rule for the cotangents
 * of its inputs and adds up those of a value that several nodes read. Knows no operator by name. Throws a
 * NoGradientRuleError at the first node on the path that has no rule.
 */
export function reverseWalk(rules: Rules): ReverseWalk {
  const walk: ReverseWalk = ({ graph, nodes, seeds, wanted }) => {
    const active = activeValues(graph, nodes, wanted, rules)
    const parts = new Map<string, string[]>([...seeds].map(([name, seed]) => [name, [seed]]))
    const total = (name: string): string | undefined => {
      const terms = parts.get(name)
      if (terms === undefined) return undefined
      const result = sum(graph, terms)
      parts.set(name, [result])
      return result
    }
    for (const node of [...nodes].reverse()) {
      const isReached = node.outputs.some((name) => parts.has(name) && active.has(name))
      const wants = (index: number) => active.has(node.inputs[index] ?? '')
      if (!isReached) continue
      const rule = rules.verdictOf(node.opType)
      if (rule === 'zero') continue
      if (rule === undefined) {
        const [reason, isQueryable] = [rules.reasonOf(node.opType), rules.isQueryable(node.opType)]
        throw new NoGradientRuleError({ node, opset: graph.opset, reason, isQueryable })
      }
      const capture = (name: string, part: string) => {
        parts.set(name, [...(parts.get(name) ?? []), part])
      }
      const dx = rule({
        node,
        graph,
        x: node.inputs,
        y: node.outputs,
        dy: node.outputs.map((name) => (name === '' ? undefined : total(name))),
        wants,
        isActive: (name) => active.has(name),
        capture,
        reverse: walk,
      })
      node.inputs.forEach((name, index) => {
        const part = dx[index]
        if (part !== undefined && active.has(name)) capture(name, part)
      })
    }
    const result = new Map<string, string>()
    for (const name of wanted) {
      const cotangent = total(name)
      if (cotangent !== undefined) result.set(name, cotangent)
    }
    return result
  }
  return walk
}
