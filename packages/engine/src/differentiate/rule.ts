import { type Node, floatAttribute, intAttribute, intsAttribute, stringAttribute } from '../onnx/index.ts'
import type { Shape } from '../tensor/index.ts'
import type { GraphBuilder } from '../build/index.ts'
import type { ReverseWalk } from './reverse.ts'

/** One node seen from its rule during the reverse walk. */
export interface RuleContext {
  readonly node: Node
  /** Writes the nodes of the backward pass. */
  readonly graph: GraphBuilder
  /** Inputs by position; '' where absent. */
  readonly x: readonly string[]
  /** Outputs by position; '' where absent. */
  readonly y: readonly string[]
  /** Cotangent dL/dy of each output; undefined where nothing downstream uses it. */
  readonly dy: readonly (string | undefined)[]
  /** Whether dL/dx of that input is wanted. */
  readonly wants: (input: number) => boolean
  /** Whether a value of the enclosing scope depends on what is differentiated. */
  readonly isActive: (name: string) => boolean
  /** Adds a cotangent to a value that a body captures from the enclosing scope. */
  readonly capture: (name: string, cotangent: string) => void
  /** Differentiates the body of a Scan, Loop or If. */
  readonly reverse: ReverseWalk
}

/**
 * The vector-Jacobian product of one operator: the cotangents of its inputs, each of its input's shape, undefined
 * where it is zero or not wanted.
 */
export type GradientRule = (context: RuleContext) => readonly (string | undefined)[]

/** A node that stands in the way of the gradient. */
export class NoGradientRuleError extends Error {
  override readonly name = 'NoGradientRuleError'
  readonly opType: string
  readonly nodeName: string
  /** Whether attacks may still ask the model for predictions; false where what a prediction costs is not bounded. */
  readonly isQueryable: boolean

  constructor({
    node,
    opset,
    reason,
    isQueryable = true,
  }: {
    node: Node
    opset: number
    reason?: string | undefined
    isQueryable?: boolean
  }) {
    const place = `node ${node.name === '' ? (node.outputs[0] ?? '?') : node.name}, opset ${opset}`
    super(`No gradient rule for ${node.opType} (${place})${reason === undefined ? '' : `: ${reason}`}.`)
    this.opType = node.opType
    this.nodeName = node.name
    this.isQueryable = isQueryable
  }
}

/** The input at a position; throws where the node lacks it, which validation excludes. */
export function input(context: RuleContext, index: number): string {
  const name = context.x[index]
  if (name === undefined || name === '') {
    throw new Error(`${context.node.opType} (${context.node.name}) lacks its input ${index}.`)
  }
  return name
}

/** The name of an output; throws where the node lacks it. */
export function output(context: RuleContext, index = 0): string {
  const name = context.y[index]
  if (name === undefined || name === '') {
    throw new Error(`${context.node.opType} (${context.node.name}) lacks its output ${index}.`)
  }
  return name
}

/** The cotangent of the first output, which is there whenever a one-output node's rule is called. */
export function cotangent(context: RuleContext, index = 0): string {
  const name = context.dy[index]
  if (name === undefined) {
    throw new Error(`${context.node.opType} (${context.node.name}) has no cotangent at output ${index}.`)
  }
  return name
}

export function shape(context: RuleContext, index: number): Shape {
  return context.graph.shapeOf(input(context, index))
}

export const attribute = {
  int: (context: RuleContext, name: string, fallback: number) => intAttribute(context.node, name, fallback),
  float: (context: RuleContext, name: string, fallback: number) => floatAttribute(context.node, name, fallback),
  string: (context: RuleContext, name: string, fallback: string) => stringAttribute(context.node, name, fallback),
  ints: (context: RuleContext, name: string) => intsAttribute(context.node, name),
}
