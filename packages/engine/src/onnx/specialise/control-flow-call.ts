import { graphAttribute } from '../attributes.ts'
import type { Graph, Node } from '../graph.ts'
import { describeNode, SpecialiseError } from '../specialise-error.ts'
import { lookUp, type Scope, type TensorValue } from './scope.ts'
import type { VisitTensors } from './sequences.ts'

/** A control-flow node at its visit. */
export interface ControlFlowCall {
  readonly scope: Scope
  readonly node: Node
  readonly inputs: readonly (TensorValue | undefined)[]
  readonly visitGraph: (scope: Scope, graph: Graph) => void
  readonly visit: VisitTensors
}

/** The body's attribute, which must be there. */
export function bodyAttribute(call: Pick<ControlFlowCall, 'node'>, name: string): Graph {
  const body = graphAttribute(call.node, name)
  if (body !== undefined) return body
  throw new SpecialiseError('malformed-model', `${describeNode(call.node)} has no ${name}.`)
}

/** The tensor that a body's output name stands for. */
export function outputValue(call: ControlFlowCall, scope: Scope, name: string): TensorValue {
  const value = lookUp(scope, name)
  if (value?.kind === 'tensor') return value
  const reason = value === undefined ? 'which nothing makes' : 'which is a sequence'
  throw new SpecialiseError('malformed-model', `${describeNode(call.node)}: its body returns ${name}, ${reason}.`)
}
