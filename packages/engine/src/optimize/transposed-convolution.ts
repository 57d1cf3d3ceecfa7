import { type GraphBuilder, padZeros, range, reshape, slice, transpose } from '../build/index.ts'
import { intAttribute, intsAttribute, type Node, stringAttribute } from '../onnx/index.ts'
import { type NodeRewrite, rewriteNodes } from './rewrite.ts'

/** One axis of a transposed convolution: out[j] sums x[i] w[t] over stride i + dilation t - pad = j. */
interface Axis {
  readonly input: number
  readonly output: number
  readonly kernel: number
  readonly stride: number
  readonly dilation: number
  readonly pad: number
}

/** The taps that reach the outputs j = stride m + phase, as a correlation of stride 1 over m. */
interface Phase {
  readonly first: number
  readonly step: number
  readonly count: number
  /** Dilation of the correlation. */
  readonly dilation: number
  /** Pads of the input; negative crops. */
  readonly before: number
  readonly after: number
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/** The phase of one axis; undefined where no tap reaches it, which leaves zeros. */
function phaseOf(axis: Axis, phase: number): Phase | undefined {
  const { input, output, kernel, stride, dilation, pad } = axis
  const taps = range(kernel).filter((tap) => (dilation * tap - phase - pad) % stride === 0)
  const [first] = taps
  if (first === undefined) return undefined
  const common = gcd(dilation, stride)
  const apart = dilation / common
  // out[m] = sum over taps kappa of x[m - shift - kappa · apart].
  const shift = (dilation * first - phase - pad) / stride
  const reach = (taps.length - 1) * apart
  const before = shift + reach
  const outputs = Math.ceil(output / stride)
  return {
    first,
    step: stride / common,
    count: taps.length,
    dilation: apart,
    before,
    after: outputs - input - before + reach,
  }
}

/** W [C, M / group, ...k] at the taps of one phase, reversed, as a Conv's [M, C / group, ...taps]. */
function phaseKernel(g: GraphBuilder, w: string, phases: readonly Phase[], group: number): string {
  const [inputs = 1, filters = 1, ...kernel] = g.shapeOf(w)
  const taken = phases.map((phase) => phase.first + (phase.count - 1) * phase.step)
  const axes = range(kernel.length).filter((axis) => (kernel[axis] ?? 1) > 1)
  const taps = slice(g, w, {
    axes: axes.map((axis) => axis + 2),
    starts: axes.map((axis) => taken[axis] ?? 0),
    ends: axes.map((axis) => {
      const end = (phases[axis]?.first ?? 0) - 1
      return end < 0 ? -(2 ** 31) : end
    }),
    steps: axes.map((axis) => -(phases[axis]?.step ?? 1)),
  })
  const counts = phases.map(({ count }) => count)
  const grouped = reshape(g, taps, [group, inputs / group, filters, ...counts])
  const swapped = transpose(g, grouped, [0, 2, 1, ...range(counts.length, 3)])
  return reshape(g, swapped, [group * filters, inputs / group, ...counts])
}

/** All combinations of one phase per axis, the last axis running fastest. */
function combinations(strides: readonly number[]): number[][] {
  return strides.reduce<number[][]>(
    (found, stride) => found.flatMap((head) => range(stride).map((phase) => [...head, phase])),
    [[]],
  )
}

/** Puts the phases of one axis between each other: each block of `stride` parts becomes one part, longer along axis. */
function interleave(g: GraphBuilder, parts: readonly string[], axis: number, stride: number): string[] {
  if (stride === 1) return [...parts]
  return range(parts.length / stride).map((block) => {
    const members = parts.slice(block * stride, (block + 1) * stride)
    const extents = g.shapeOf(members[0] ?? '')
    const opened = [...extents.slice(0, axis + 1), 1, ...extents.slice(axis + 1)]
    const joined = g.emit(
      'Concat',
      members.map((member) => reshape(g, member, opened)),
      { axis: axis + 1 },
    )
    return reshape(g, joined, extents.with(axis, (extents[axis] ?? 1) * stride))
  })
}

function axesOf(g: GraphBuilder, node: Node): Axis[] | undefined {
  const [x = '', w = ''] = node.inputs
  const isPlain =
    stringAttribute(node, 'auto_pad', 'NOTSET') === 'NOTSET' && intsAttribute(node, 'output_shape') === undefined
  if (!isPlain) return undefined
  const kernel = g.shapeOf(w).slice(2)
  const rank = kernel.length
  const ones = new Array<number>(rank).fill(1)
  const strides = intsAttribute(node, 'strides') ?? ones
  const dilations = intsAttribute(node, 'dilations') ?? ones
  const pads = intsAttribute(node, 'pads') ?? new Array<number>(2 * rank).fill(0)
  const output = g.shapeOf(node.outputs[0] ?? '').slice(2)
  const input = g.shapeOf(x).slice(2)
  return range(rank).map((axis) => ({
    input: input[axis] ?? 1,
    output: output[axis] ?? 1,
    kernel: kernel[axis] ?? 1,
    stride: strides[axis] ?? 1,
    dilation: dilations[axis] ?? 1,
    pad: pads[axis] ?? 0,
  }))
}

/**
 * A ConvTranspose as stride-1 Convs, one for each residue of the output index by the stride (the phases), put between
 * each other. ONNX Runtime's own kernel multiplies out all taps and scatters them; this takes a third of its time on
 * 3-D images and gives the same sums in another order.
 */
const asPhases: NodeRewrite = (g, node) => {
  if (node.opType !== 'ConvTranspose') return undefined
  const axes = axesOf(g, node)
  const [x = '', w = '', bias = ''] = node.inputs
  if (axes === undefined) return undefined
  const group = intAttribute(node, 'group', 1)
  const [batch = 1, channels = 1] = g.shapeOf(node.outputs[0] ?? '')
  const strides = axes.map(({ stride }) => stride)
  const phaseCount = strides.reduce((product, stride) => product * stride, 1)
  if (phaseCount > mostPhases) return isTiling(axes) && group === 1 ? [asPatches(g, node, axes)] : undefined
  const blocks = axes.map(({ output, stride }) => Math.ceil(output / stride))
  const parts = combinations(strides).map((chosen) => {
    const phases = axes.map((axis, index) => phaseOf(axis, chosen[index] ?? 0))
    const present = phases.flatMap((phase) => (phase === undefined ? [] : [phase]))
    if (present.length < phases.length) return untouched(g, bias, [batch, channels, ...blocks])
    const crop = (side: 'before' | 'after') => [0, 0, ...present.map((phase) => Math.min(0, phase[side]))]
    const cropped = padZeros(g, x, crop('before'), crop('after'))
    const pads = [
      ...present.map(({ before }) => Math.max(0, before)),
      ...present.map(({ after }) => Math.max(0, after)),
    ]
    const kernel = phaseKernel(g, w, present, group)
    return g.emit('Conv', bias === '' ? [cropped, kernel] : [cropped, kernel, bias], {
      pads,
      group,
      dilations: present.map(({ dilation }) => dilation),
      kernel_shape: present.map(({ count }) => count),
    })
  })
  const [whole = ''] = range(axes.length)
    .reverse()
    .reduce<string[]>((found, axis) => interleave(g, found, axis + 2, strides[axis] ?? 1), parts)
  const cut = range(axes.length).filter((axis) => (g.shapeOf(whole)[axis + 2] ?? 0) > (axes[axis]?.output ?? 0))
  const result = slice(g, whole, {
    axes: cut.map((axis) => axis + 2),
    starts: cut.map(() => 0),
    ends: cut.map((axis) => axes[axis]?.output ?? 0),
  })
  return [result]
}

/** Above this many phases the parts are too small to pay for being put between each other. */
const mostPhases = 27

/** Whether the kernel's copies lie side by side: no overlap, no gap, no pad. */
function isTiling(axes: readonly Axis[]): boolean {
  return axes.every(
    ({ kernel, stride, dilation, pad, input, output }) =>
      kernel === stride && dilation === 1 && pad === 0 && output === input * stride,
  )
}

/** A tiling transposed convolution, such as the gradient of a patch embedding: one product, then blocks laid out. */
function asPatches(g: GraphBuilder, node: Node, axes: readonly Axis[]): string {
  const [x = '', w = '', bias = ''] = node.inputs
  const [batch = 1, channels = 1, ...extents] = g.shapeOf(node.outputs[0] ?? '')
  const [inputs = 1] = g.shapeOf(w)
  const kernel = axes.map((axis) => axis.kernel)
  const blocks = axes.map((axis) => axis.input)
  const taps = channels * kernel.reduce((product, extent) => product * extent, 1)
  const pointwise = reshape(g, transpose(g, reshape(g, w, [inputs, taps]), [1, 0]), [
    taps,
    inputs,
    ...kernel.map(() => 1),
  ])
  const rank = kernel.length
  const parts = reshape(g, g.emit('Conv', [x, pointwise]), [batch, channels, ...kernel, ...blocks])
  const order = [0, 1, ...range(rank).flatMap((axis) => [2 + rank + axis, 2 + axis])]
  const image = reshape(g, transpose(g, parts, order), [batch, channels, ...extents])
  return bias === '' ? image : g.emit('Add', [image, reshape(g, bias, [channels, ...kernel.map(() => 1)])])
}

/** A phase that no tap reaches: the bias alone. */
function untouched(g: GraphBuilder, bias: string, extents: readonly number[]): string {
  if (bias === '') return g.filled(extents, 0)
  const perChannel = reshape(g, bias, [extents[1] ?? 1, ...extents.slice(2).map(() => 1)])
  return g.emit('Expand', [perChannel, g.ints(extents)])
}

export const transposedConvolutionsAsPhases = rewriteNodes(asPhases)
