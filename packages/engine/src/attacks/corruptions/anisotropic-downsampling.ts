import { type AxisMap, interpolation, mapAxes } from '../axis-map.ts'
import { type Axis, corruption, randomAxis } from './corruption.ts'

/** Thickness of a slice in voxels by severity; TorchIO's RandomAnisotropy draws it from 1.5 to 5, ROOD-MRI goes to 10. */
const thicknesses = [2, 3, 4, 5, 6] as const

/**
 * The volume as if it had been taken in thick slices across one random axis: each slice is the mean over its thickness
 * (partial volume), and the voxels between the slices' centres are interpolated linearly, as when such a scan is
 * resampled for a network.
 */
export const anisotropicDownsampling = corruption(thicknesses, (acquisition, thickness) => {
  const { values, extents } = acquisition
  const axis = randomAxis(acquisition, 2 * thickness)
  const slices = sliceMeans(extents[axis], thickness)
  const between = interpolation(slices.outputExtent, extents[axis], (i) => (i + 0.5) / thickness - 0.5)
  return mapAxes(mapAxes(values, along(axis, slices, extents)), along(axis, between, coarse(extents, axis, slices)))
})

/** Means over consecutive runs of `thickness` inputs, the last input being held beyond the end. */
function sliceMeans(extent: number, thickness: number): AxisMap {
  const count = Math.ceil(extent / thickness)
  return {
    inputExtent: extent,
    outputExtent: count,
    taps: thickness,
    source: Int32Array.from({ length: count * thickness }, (_, i) => Math.min(i, extent - 1)),
    weight: new Float64Array(count * thickness).fill(1 / thickness),
  }
}

type Extents = readonly [number, number, number]

function coarse([depth, height, width]: Extents, axis: Axis, { outputExtent }: AxisMap): Extents {
  return [axis === 0 ? outputExtent : depth, axis === 1 ? outputExtent : height, axis === 2 ? outputExtent : width]
}

/** The map along one axis, and the identity along the others. */
function along(axis: Axis, map: AxisMap, extents: Extents): readonly [AxisMap, AxisMap, AxisMap] {
  const at = (other: Axis): AxisMap => (other === axis ? map : identity(extents[other]))
  return [at(0), at(1), at(2)]
}

function identity(extent: number): AxisMap {
  return {
    inputExtent: extent,
    outputExtent: extent,
    taps: 1,
    source: Int32Array.from({ length: extent }, (_, i) => i),
    weight: new Float64Array(extent).fill(1),
  }
}
