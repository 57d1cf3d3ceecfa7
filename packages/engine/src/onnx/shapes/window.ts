import type { Shape } from '../../tensor/index.ts'
import { intsAttribute, stringAttribute } from '../attributes.ts'
import { type Call, fail } from './call.ts'

/** Spatial geometry of a convolution or pooling node with every default and auto_pad filled in. */
export interface Window {
  readonly kernel: Shape
  readonly strides: Shape
  readonly dilations: Shape
  readonly padsBegin: Shape
  readonly padsEnd: Shape
}

/** The window of a forward (not transposed) node over `spatial` extents. auto_pad SAME_* pads to ceil(extent/stride). */
export function windowOf(call: Call, spatial: Shape, kernel: Shape): Window {
  const rank = spatial.length
  const strides = perAxis(call, 'strides', rank, 1)
  const dilations = perAxis(call, 'dilations', rank, 1)
  if (kernel.length !== rank) fail(call, `the kernel [${kernel.join(', ')}] does not fit ${rank} spatial axes.`)
  if ([...kernel, ...strides, ...dilations].some((value) => value < 1)) {
    fail(call, 'kernel, strides and dilations must be 1 or more.', 'malformed-model')
  }
  const autoPad = stringAttribute(call.node, 'auto_pad', 'NOTSET')
  const pads = autoPad === 'NOTSET' ? explicitPads(call, rank) : new Array<number>(2 * rank).fill(0)
  const padsBegin = pads.slice(0, rank)
  const padsEnd = pads.slice(rank)
  if (autoPad === 'SAME_UPPER' || autoPad === 'SAME_LOWER') {
    for (let axis = 0; axis < rank; axis++) {
      const size = at(spatial, axis)
      const steps = Math.ceil(size / at(strides, axis)) - 1
      const total = Math.max(0, steps * at(strides, axis) + (at(kernel, axis) - 1) * at(dilations, axis) + 1 - size)
      const small = Math.floor(total / 2)
      padsBegin[axis] = autoPad === 'SAME_UPPER' ? small : total - small
      padsEnd[axis] = total - at(padsBegin, axis)
    }
  }
  return { kernel, strides, dilations, padsBegin, padsEnd }
}

/** Output extents of a window; ceilMode counts a last window that begins inside the input or its leading padding. */
export function windowedExtents(call: Call, spatial: Shape, window: Window, ceilMode = false): number[] {
  return spatial.map((size, axis) => {
    const reach = (at(window.kernel, axis) - 1) * at(window.dilations, axis) + 1
    const begin = at(window.padsBegin, axis)
    const room = size + begin + at(window.padsEnd, axis) - reach
    const stride = at(window.strides, axis)
    let result = Math.floor(room / stride) + 1
    if (ceilMode) {
      result = Math.ceil(room / stride) + 1
      if ((result - 1) * stride >= size + begin) result--
    }
    if (result < 1) {
      fail(call, `a window of ${reach} does not fit spatial axis ${axis} of extent ${size}. Use a larger input.`)
    }
    return result
  })
}

/** A per-axis ints attribute, or `fallback` on every axis. */
export function perAxis(call: Call, name: string, rank: number, fallback: number): readonly number[] {
  const values = intsAttribute(call.node, name) ?? new Array<number>(rank).fill(fallback)
  if (values.length !== rank) {
    fail(call, `${name} has ${values.length} values for ${rank} spatial axes.`, 'malformed-model')
  }
  return values
}

function explicitPads(call: Call, rank: number): readonly number[] {
  const pads = intsAttribute(call.node, 'pads') ?? new Array<number>(2 * rank).fill(0)
  if (pads.length !== 2 * rank) {
    fail(call, `pads has ${pads.length} values, ${2 * rank} were expected.`, 'malformed-model')
  }
  return pads
}

function at(values: Shape, axis: number): number {
  return values[axis] ?? 0
}
