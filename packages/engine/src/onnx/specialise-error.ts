import type { Node } from './graph.ts'

/** Why a model cannot be made static; a subset of the rejection codes that are published. */
export type SpecialiseErrorCode =
  | 'malformed-model'
  | 'custom-operator'
  | 'unsupported-opset'
  | 'unsupported-operator'
  | 'wrong-inputs'
  | 'wrong-data-type'
  | 'shape-not-supported'
  | 'memory-budget-exceeded'
  | 'compute-budget-exceeded'

/** The model cannot be made static for the given input; `message` names the node, what was found and what to do. */
export class SpecialiseError extends Error {
  readonly code: SpecialiseErrorCode
  constructor(code: SpecialiseErrorCode, message: string) {
    super(message)
    this.name = 'SpecialiseError'
    this.code = code
  }
}

/** A node in words, as every message names it: "Conv (node /enc/0/conv)". */
export function describeNode(node: Node): string {
  const domain = node.domain === '' ? '' : `${node.domain}.`
  return `${domain}${node.opType} (node ${node.name === '' ? `that makes ${node.outputs[0] ?? '?'}` : node.name})`
}
