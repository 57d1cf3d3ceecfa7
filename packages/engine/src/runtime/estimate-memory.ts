import { deriveVjp } from '../differentiate/index.ts'
import type { StaticGraph } from '../onnx/index.ts'
import { lowerFinal, lowerForward, type MemoryEstimate, modelMemory } from '../optimize/index.ts'

/**
 * The resident memory of a process that opens the specialised network with openWindowModel, as `modelMemory` has it.
 * `joint` is the graph's vector-Jacobian product where it stands already. Throws a NoGradientRuleError.
 */
export function estimateMemory(graph: StaticGraph, joint?: StaticGraph): MemoryEstimate {
  const lowered = lowerForward(graph)
  return modelMemory(lowerFinal(lowered), lowerFinal(joint ?? deriveVjp(lowered)))
}
