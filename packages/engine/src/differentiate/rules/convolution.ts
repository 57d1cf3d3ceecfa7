import { range, slice, sumOver, transpose } from '../../build/index.ts'
import type { GraphBuilder } from '../../build/index.ts'
import { cotangent, type GradientRule, input, type RuleContext } from '../rule.ts'
import { type ConvolutionWindow, convolutionWindow, transposedWindow } from './convolution-window.ts'
import { convolveBack } from './convolve-back.ts'

/** Sum of dy over batch and space: the cotangent of the bias, [M]. */
function biasCotangent(g: GraphBuilder, dy: string): string {
  const rank = g.shapeOf(dy).length
  return sumOver(g, dy, [0, ...range(rank - 2, 2)], false)
}

/** Batch and channels trade places. */
function swapLeading(g: GraphBuilder, name: string): string {
  return transpose(g, name, [1, 0, ...range(g.shapeOf(name).length - 2, 2)])
}

/**
 * The kernel's cotangent for a correlation of `image` [N, A, ...] with a kernel that gave `response` [N, B, ...]:
 * [B, A / group, ...k], itself a correlation over the batch with strides and dilations trading places.
 */
function kernelCotangent(
  g: GraphBuilder,
  { image, response, window }: { image: string; response: string; window: ConvolutionWindow },
): string {
  const { group, kernel, pads, strides, dilations } = window
  const channelsOf = (name: string) => (g.shapeOf(name)[1] ?? 0) / group
  const part = (name: string, index: number) =>
    group === 1
      ? name
      : slice(g, name, { axes: [1], starts: [index * channelsOf(name)], ends: [(index + 1) * channelsOf(name)] })
  const parts = range(group).map((index) => {
    const correlation = g.emit('Conv', [swapLeading(g, part(image, index)), swapLeading(g, part(response, index))], {
      strides: dilations,
      dilations: strides,
      pads,
    })
    const axes = range(kernel.length, 2)
    const cropped = slice(g, correlation, { axes, starts: kernel.map(() => 0), ends: kernel })
    return swapLeading(g, cropped)
  })
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : g.emit('Concat', parts, { axis: 0 })
}

/**
 * y = x * W + b (cross-correlation, [N, C, ...] with [M, C / group, ...k]).
 * dx is the transposed convolution of dy with W, written as what ONNX Runtime runs fastest; dW correlates x with dy.
 */
export const conv: GradientRule = (context) => {
  const { graph: g } = context
  const [x, w] = [input(context, 0), input(context, 1)]
  const dy = cotangent(context)
  const window = convolutionWindow(context.node, g.shapeOf(x), g.shapeOf(w), g.shapeOf(dy))
  return [
    context.wants(0) ? convolveBack(g, { dy, w, window, extents: g.shapeOf(x).slice(2) }) : undefined,
    context.wants(1) ? kernelCotangent(g, { image: x, response: dy, window }) : undefined,
    context.wants(2) ? biasCotangent(g, dy) : undefined,
  ]
}

/** y = x transposed-convolved with W [C, M / group, ...k]: dx = dy * W, dW correlates dy with x. */
export const convTranspose: GradientRule = (context) => {
  const { graph: g } = context
  const [x, w] = [input(context, 0), input(context, 1)]
  const dy = cotangent(context)
  const window = transposedWindow(context.node, g.shapeOf(x), g.shapeOf(w), g.shapeOf(dy))
  return [
    context.wants(0) ? forwardAgain(context, dy, w, window) : undefined,
    context.wants(1) ? kernelCotangent(g, { image: dy, response: x, window }) : undefined,
    context.wants(2) ? biasCotangent(g, dy) : undefined,
  ]
}

function forwardAgain(context: RuleContext, dy: string, w: string, window: ConvolutionWindow): string {
  const { graph: g } = context
  const { strides, dilations, pads, group } = window
  const dx = g.emit('Conv', [dy, w], { strides, dilations, pads, group })
  const extents = g.shapeOf(input(context, 0)).slice(2)
  const tooLong = range(extents.length).filter((axis) => (g.shapeOf(dx)[axis + 2] ?? 0) > (extents[axis] ?? 0))
  return slice(g, dx, {
    axes: tooLong.map((axis) => axis + 2),
    starts: tooLong.map(() => 0),
    ends: tooLong.map((axis) => extents[axis] ?? 0),
  })
}
