import { padZeros, range, reshape, slice, transpose } from '../../build/index.ts'
import type { GraphBuilder } from '../../build/index.ts'
import { type ConvolutionWindow, reach } from './convolution-window.ts'

export interface BackRequest {
  /** [N, M, ...]. */
  readonly dy: string
  /** [M, C / group, ...k]. */
  readonly w: string
  readonly window: ConvolutionWindow
  /** Spatial extents of the result. */
  readonly extents: readonly number[]
}

/**
 * The adjoint of a Conv with respect to its image: [N, C, ...extents]. With stride 1 it is a Conv with the kernel
 * flipped and its channels transposed, which ONNX Runtime runs 2 to 13 times as fast as a ConvTranspose.
 */
export function convolveBack(g: GraphBuilder, request: BackRequest): string {
  const { window } = request
  return window.strides.every((stride) => stride === 1) ? flipped(g, request) : transposed(g, request)
}

/** W [M, C / group, ...k] as [C, M / group, ...k], each kernel reversed. */
function flipKernel(g: GraphBuilder, w: string, group: number): string {
  const [, , ...kernel] = g.shapeOf(w)
  const merged = group === 1 ? transpose(g, w, [1, 0, ...range(kernel.length, 2)]) : swapWithinGroups(g, w, group)
  const axes = range(kernel.length).filter((axis) => (kernel[axis] ?? 1) > 1)
  return slice(g, merged, {
    axes: axes.map((axis) => axis + 2),
    starts: axes.map(() => -1),
    ends: axes.map(() => -(2 ** 31)),
    steps: axes.map(() => -1),
  })
}

/** W [M, C / group, ...k] as [C, M / group, ...k]. */
function swapWithinGroups(g: GraphBuilder, w: string, group: number): string {
  const [filters = 1, channels = 1, ...kernel] = g.shapeOf(w)
  const grouped = reshape(g, w, [group, filters / group, channels, ...kernel])
  const swapped = transpose(g, grouped, [0, 2, 1, ...range(kernel.length, 3)])
  return reshape(g, swapped, [group * channels, filters / group, ...kernel])
}

function flipped(g: GraphBuilder, { dy, w, window, extents }: BackRequest): string {
  const { kernel, dilations, pads, group } = window
  const rank = kernel.length
  const before = kernel.map((k, axis) => reach(k, dilations[axis] ?? 1) - 1 - (pads[axis] ?? 0))
  const after = kernel.map((k, axis) => {
    const grown = (g.shapeOf(dy)[axis + 2] ?? 0) + (before[axis] ?? 0) - reach(k, dilations[axis] ?? 1) + 1
    return (extents[axis] ?? 0) - grown
  })
  const crop = (counts: readonly number[]) => [0, 0, ...counts.map((count) => Math.min(0, count))]
  const cropped = padZeros(g, dy, crop(before), crop(after))
  const positive = [...before, ...after].map((count) => Math.max(0, count))
  return g.emit('Conv', [cropped, flipKernel(g, w, group)], {
    kernel_shape: kernel,
    dilations,
    strides: new Array<number>(rank).fill(1),
    pads: positive,
    group,
  })
}

function transposed(g: GraphBuilder, { dy, w, window, extents }: BackRequest): string {
  const { kernel, dilations, strides, pads, group } = window
  const rank = kernel.length
  const grown = kernel.map((k, axis) => {
    const stride = strides[axis] ?? 1
    return stride * ((g.shapeOf(dy)[axis + 2] ?? 1) - 1) + reach(k, dilations[axis] ?? 1) - (pads[axis] ?? 0)
  })
  // What the strides never reached at the far end has no gradient: it is padded, where it cannot be cropped by pads.
  const missing = grown.map((extent, axis) => (extents[axis] ?? 0) - extent)
  const dx = g.emit('ConvTranspose', [dy, w], {
    kernel_shape: kernel,
    dilations,
    strides,
    pads: [...pads.slice(0, rank), ...missing.map((count) => Math.max(0, -count))],
    group,
  })
  const after = [0, 0, ...missing.map((count) => Math.max(0, count))]
  return padZeros(
    g,
    dx,
    after.map(() => 0),
    after,
  )
}
