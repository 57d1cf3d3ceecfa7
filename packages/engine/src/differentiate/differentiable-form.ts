import type { Node, StaticGraph } from '../onnx/index.ts'
import type { GraphBuilder } from '../build/index.ts'
import { argMaxAsHardmax } from './argmax-as-hardmax.ts'
import { loopsAsScans } from './loop-as-scan.ts'

/** The nodes of the graph in the forms that have a gradient, with the same values. */
export function differentiableForm(g: GraphBuilder, graph: StaticGraph): readonly Node[] {
  return argMaxAsHardmax(g, loopsAsScans(g, graph))
}
