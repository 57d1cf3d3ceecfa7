import type { StaticGraph } from '../onnx/index.ts'
import { channelSums } from './channel-sums.ts'
import { commonSubexpressions } from './common-subexpressions.ts'
import { dropoutAtInference } from './dropout-at-inference.ts'
import { exactGelus } from './exact-gelu.ts'
import { foldedFactors } from './folded-factors.ts'
import { exactInstanceNormalizations } from './instance-normalization.ts'
import { joinedPads } from './joined-pads.ts'
import { lateAuxiliaries } from './late-auxiliaries.ts'
import { mergedFactors } from './merged-factors.ts'
import { oneHotLabels } from './one-hot-labels.ts'
import { recomputation } from './recomputation.ts'
import type { GraphRewrite } from './rewrite.ts'
import { shiftedProducts } from './shifted-products.ts'
import { signMasks } from './sign-masks.ts'
import { singleSlopePrelus } from './single-slope-prelu.ts'
import { softmaxGradients } from './softmax-gradient.ts'
import { steepFactors } from './steep-factors.ts'
import { transposedConvolutionsAsPhases } from './transposed-convolution.ts'
import { transposedProducts } from './transposed-products.ts'
import { winogradConvolutions } from './winograd-convolution.ts'

/** Rewrites of the network before it is differentiated: they change which gradient rules apply. */
export const forwardRewrites: Readonly<Record<string, GraphRewrite>> = {
  'dropout-at-inference': dropoutAtInference,
  'single-slope-prelu': singleSlopePrelus,
  'exact-gelu': exactGelus,
}

/** Rewrites of the finished graph, forward and backward nodes alike. */
export const finalRewrites: Readonly<Record<string, GraphRewrite>> = {
  'instance-normalization': exactInstanceNormalizations,
  'merged-factors': mergedFactors,
  'sign-masks': signMasks,
  'softmax-gradient': softmaxGradients,
  'transposed-products': transposedProducts(),
  'joined-pads': joinedPads(),
  'transposed-convolution': transposedConvolutionsAsPhases,
  'folded-factors': foldedFactors(),
  'winograd-convolution': winogradConvolutions,
  'shifted-products': shiftedProducts,
  'one-hot-labels': oneHotLabels(),
  'channel-sums': channelSums(),
  'common-subexpressions': commonSubexpressions,
  recomputation,
  'steep-factors': steepFactors(),
  'late-auxiliaries': lateAuxiliaries,
}

function applyAll(graph: StaticGraph, rewrites: Readonly<Record<string, GraphRewrite>>): StaticGraph {
  return Object.values(rewrites).reduce((current, rewrite) => rewrite(current), graph)
}

/** The network in a form whose gradient is cheap. Computes the same up to rounding. */
export function lowerForward(graph: StaticGraph): StaticGraph {
  return applyAll(graph, forwardRewrites)
}

/** Any static graph in the form that ONNX Runtime's CPU kernels run fastest. Computes the same up to rounding. */
export function lowerFinal(graph: StaticGraph): StaticGraph {
  return applyAll(graph, finalRewrites)
}
