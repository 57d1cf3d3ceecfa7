import { NoGradientRuleError } from '../differentiate/index.ts'
import type { WindowModel } from '../inference/index.ts'
import { openWindowModel, type WindowModelOptions } from './open-window-model.ts'

/** A model as attacks find it: with its gradient, or, where an operator has none, with its predictions alone. */
export type AttackableModel =
  | { readonly gradient: 'available'; readonly model: WindowModel }
  /** `reason` names the operator and its node. */
  | { readonly gradient: 'none'; readonly reason: string; readonly model: WindowModel }

/**
 * Opens a file for its evaluation. A network in which an operator has no gradient rule, but which ONNX Runtime runs in
 * bounded time, is opened to predict; its `vjp` then throws a RuntimeError. Throws as `openWindowModel` otherwise, a
 * NoGradientRuleError where not even predictions can be asked for.
 */
export async function openForAttack(file: Uint8Array, options: WindowModelOptions): Promise<AttackableModel> {
  try {
    return { gradient: 'available', model: await openWindowModel(file, options) }
  } catch (error) {
    if (!(error instanceof NoGradientRuleError && error.isQueryable)) throw error
    const model = await openWindowModel(file, { ...options, gradient: false })
    return { gradient: 'none', reason: error.message, model }
  }
}
