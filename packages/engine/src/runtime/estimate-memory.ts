import { deriveVjp } from '../differentiate/index.ts'
import type { StaticGraph } from '../onnx/index.ts'
import { lowerFinal, lowerForward, type MemoryEstimate, modelMemory } from '../optimize/index.ts'
import { planGradient } from './plan-gradient.ts'

/**
 * The resident memory of a process that opens the specialised network with openWindowModel and no budget, as
 * `modelMemory` has it where residuals are handed over, as `planGradient` has it where the network runs again.
 * `joint` is the graph's vector-Jacobian product where it stands already. Throws a NoGradientRuleError.
 */
export function estimateMemory(graph: StaticGraph, joint?: StaticGraph): MemoryEstimate {
  const lowered = lowerForward(graph)
  const plan = planGradient(lowered, joint ?? deriveVjp(lowered))
  return { ...modelMemory(lowerFinal(lowered), plan.joint), gradientBytes: plan.bytes }
}
