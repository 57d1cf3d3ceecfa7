import type { StaticGraph } from '../onnx/index.ts'
import type { GraphRewrite } from './rewrite.ts'
import { transposedConvolutionsAsPhases } from './transposed-convolution.ts'

/** The rewrites in the order in which they are applied. Each keeps what the graph computes, up to rounding. */
export const rewrites: Readonly<Record<string, GraphRewrite>> = {
  'transposed-convolution': transposedConvolutionsAsPhases,
}

/** The graph in the form that ONNX Runtime's CPU kernels run fastest. */
export function optimize(graph: StaticGraph): StaticGraph {
  return Object.values(rewrites).reduce((current, rewrite) => rewrite(current), graph)
}
