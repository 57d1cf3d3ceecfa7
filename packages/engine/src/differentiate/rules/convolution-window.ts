import { intAttribute, intsAttribute, type Node, stringAttribute } from '../../onnx/index.ts'
import type { Shape } from '../../tensor/index.ts'

/** How a kernel is laid over an image, per spatial axis, with every default and automatic pad made explicit. */
export interface ConvolutionWindow {
  readonly kernel: readonly number[]
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
  /** Before each axis, then after each axis, as ONNX orders them. */
  readonly pads: readonly number[]
  readonly group: number
}

interface Axes {
  readonly kernel: readonly number[]
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
}

/** Kernel, strides and dilations of a node over `rank` spatial axes; the kernel defaults to the given extents. */
export function windowAxes(node: Node, rank: number, kernel: readonly number[]): Axes {
  const ones = new Array<number>(rank).fill(1)
  return {
    kernel: intsAttribute(node, 'kernel_shape') ?? kernel,
    strides: intsAttribute(node, 'strides') ?? ones,
    dilations: intsAttribute(node, 'dilations') ?? ones,
  }
}

/** The extent that a dilated kernel covers. */
export function reach(kernel: number, dilation: number): number {
  return dilation * (kernel - 1) + 1
}

/** The pads of a Conv or a pool from x's to y's spatial extents. */
export function forwardPads(node: Node, axes: Axes, from: Shape, to: Shape): number[] {
  const rank = axes.kernel.length
  const mode = stringAttribute(node, 'auto_pad', 'NOTSET')
  if (mode === 'NOTSET') return [...(intsAttribute(node, 'pads') ?? new Array<number>(2 * rank).fill(0))]
  const totals = axes.kernel.map((kernel, axis) => {
    if (mode === 'VALID') return 0
    const covered = ((to[axis] ?? 1) - 1) * (axes.strides[axis] ?? 1) + reach(kernel, axes.dilations[axis] ?? 1)
    return Math.max(0, covered - (from[axis] ?? 0))
  })
  return sides(totals, mode === 'SAME_LOWER')
}

/** Totals split into before and after; an odd one goes after, or before where `isLower`. */
function sides(totals: readonly number[], isLower: boolean): number[] {
  const smaller = totals.map((total) => Math.floor(total / 2))
  const larger = totals.map((total, axis) => total - (smaller[axis] ?? 0))
  return isLower ? [...larger, ...smaller] : [...smaller, ...larger]
}

/** The window of a Conv with x [N, C, ...], W [M, C / group, ...k], y [N, M, ...]. */
export function convolutionWindow(node: Node, x: Shape, w: Shape, y: Shape): ConvolutionWindow {
  const axes = windowAxes(node, x.length - 2, w.slice(2))
  return { ...axes, pads: forwardPads(node, axes, x.slice(2), y.slice(2)), group: intAttribute(node, 'group', 1) }
}

/**
 * The window of a ConvTranspose with x [N, C, ...], W [C, M / group, ...k], y [N, M, ...], read as that of the Conv
 * whose transpose it is (from y's extents to x's).
 */
export function transposedWindow(node: Node, x: Shape, w: Shape, y: Shape): ConvolutionWindow {
  const axes = windowAxes(node, x.length - 2, w.slice(2))
  const group = intAttribute(node, 'group', 1)
  const mode = stringAttribute(node, 'auto_pad', 'NOTSET')
  const isGiven = mode === 'NOTSET' && intsAttribute(node, 'output_shape') === undefined
  if (isGiven) {
    const pads = intsAttribute(node, 'pads') ?? new Array<number>(2 * axes.kernel.length).fill(0)
    return { ...axes, pads, group }
  }
  const extra = intsAttribute(node, 'output_padding') ?? axes.kernel.map(() => 0)
  const totals = axes.kernel.map((kernel, axis) => {
    const grown = (axes.strides[axis] ?? 1) * ((x[axis + 2] ?? 1) - 1) + (extra[axis] ?? 0)
    return mode === 'VALID' ? 0 : Math.max(0, grown + reach(kernel, axes.dilations[axis] ?? 1) - (y[axis + 2] ?? 0))
  })
  return { ...axes, pads: sides(totals, mode !== 'SAME_UPPER'), group }
}
