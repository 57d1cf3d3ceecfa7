import type { Model } from '../graph.ts'
import type { ModelIssue } from './issue.ts'
import { inputIssues, outputIssues } from './model-interface.ts'
import { operatorIssues } from './operators.ts'
import { scopeIssues } from './value-scopes.ts'

export interface ValidateOptions {
  /** Whether an operator of the default domain is accepted; all are unless said. */
  readonly acceptsOperator?: (opType: string) => boolean
}

/** Versions of the default domain that are evaluated: what onnxruntime-node runs and our rules know. */
export const acceptedOpsets = { oldest: 7, newest: 26 } as const

/**
 * All reasons why this model cannot be evaluated, none if it can: it must import an accepted opset, use operators of
 * the default domain (or its own functions of them), define each value once, take one image [N, C, D, H, W] and give
 * one output of logits [N, K, D, H, W]. Every extent may be symbolic. What depends on the shapes in between, on the
 * dataset or on the gradient is found later.
 */
export function validateModel(model: Model, options: ValidateOptions = {}): readonly ModelIssue[] {
  return [
    ...opsetIssues(model),
    ...operatorIssues(model, options.acceptsOperator ?? (() => true)),
    ...scopeIssues(model),
    ...inputIssues(model),
    ...outputIssues(model),
  ]
}

function opsetIssues(model: Model): readonly ModelIssue[] {
  const { oldest, newest } = acceptedOpsets
  const imports: [string, number | undefined][] = [['The model', model.opsets.get('')]]
  for (const definition of model.functions) {
    const version = definition.opsets.get('')
    if (version !== undefined) imports.push([`Function "${definition.domain}.${definition.name}"`, version])
  }
  if (imports.length > 1 && imports[0]?.[1] === undefined) imports.shift()
  const unfit = imports.find(([, version]) => version === undefined || version < oldest || version > newest)
  if (unfit === undefined) return []
  const [what, version] = unfit
  const found = version === undefined ? 'imports no version of the default domain' : `uses opset ${version}`
  return [
    {
      code: 'unsupported-opset',
      message: `${what} ${found}, expected opset ${oldest} to ${newest}. Export with torch.onnx.export(…, opset_version=18).`,
    },
  ]
}
