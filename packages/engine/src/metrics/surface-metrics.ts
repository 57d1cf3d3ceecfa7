import { nearestDistancesMm } from './nearest-distances.ts'
import { surfaceVoxelsByClass } from './surface-voxels.ts'

export interface SegmentationPair {
  /** Class indices, [D, H, W] in C order. */
  readonly prediction: Uint8Array
  readonly label: Uint8Array
  readonly shape: readonly [number, number, number]
  readonly spacingMm: readonly [number, number, number]
  readonly classCount: number
}

/** How far apart the surfaces of one class are. */
export interface SurfaceMetrics {
  /** The larger of the two directed 95th percentiles of surface distance, in mm. */
  readonly hausdorff95Mm: number
  /** Share of both surfaces' voxels that lie within the tolerance of the other surface. */
  readonly surfaceDice: number
  /** Mean distance over both surfaces' voxels, in mm. */
  readonly meanSurfaceDistanceMm: number
}

/** Tolerance in mm of the normalised surface Dice (NSD). */
export const surfaceToleranceMm = 2

/**
 * Surface metrics of each class, on the surfaces that `surfaceVoxelsByClass` defines. A class in one volume only gets
 * the volume's diagonal for both distances and a surface Dice of 0; null where it is in neither. The background
 * (index 0) is null too, as it is no organ, unless asked for.
 */
export function surfaceMetricsByClass(
  pair: SegmentationPair,
  options: { withBackground?: boolean } = {},
): (SurfaceMetrics | null)[] {
  const { shape, spacingMm, classCount } = pair
  const voxels = shape[0] * shape[1] * shape[2]
  if (pair.prediction.length !== voxels || pair.label.length !== voxels) {
    const found = `${pair.prediction.length} and ${pair.label.length}`
    throw new RangeError(
      `Prediction and label have ${found} voxels; the shape ${shape.join(' × ')} asks for ${voxels}.`,
    )
  }
  const predicted = surfaceVoxelsByClass(pair.prediction, shape, classCount)
  const labelled = surfaceVoxelsByClass(pair.label, shape, classCount)
  return predicted.map((a, k) => {
    const b = labelled[k] ?? new Int32Array(0)
    if (k === 0 && !options.withBackground) return null
    if (a.length === 0 && b.length === 0) return null
    if (a.length === 0 || b.length === 0) {
      const diagonal = diagonalMm(shape, spacingMm)
      return { hausdorff95Mm: diagonal, surfaceDice: 0, meanSurfaceDistanceMm: diagonal }
    }
    const outward = nearestDistancesMm({ queries: a, targets: b, shape, spacingMm })
    const inward = nearestDistancesMm({ queries: b, targets: a, shape, spacingMm })
    return compareSurfaces(outward, inward)
  })
}

/** 95th-percentile Hausdorff distance in mm of each class, under the rules of `surfaceMetricsByClass`. */
export function hausdorff95Mm(pair: SegmentationPair): (number | null)[] {
  return surfaceMetricsByClass(pair).map((metrics) => metrics?.hausdorff95Mm ?? null)
}

/** Normalised surface Dice at 2 mm of each class, under the rules of `surfaceMetricsByClass`. */
export function surfaceDiceByClass(pair: SegmentationPair): (number | null)[] {
  return surfaceMetricsByClass(pair).map((metrics) => metrics?.surfaceDice ?? null)
}

/** Diagonal in mm of the box that the voxels fill: the distance given to a missed organ. */
export function diagonalMm(
  shape: readonly [number, number, number],
  spacingMm: readonly [number, number, number],
): number {
  const [a, b, c] = [shape[0] * spacingMm[0], shape[1] * spacingMm[1], shape[2] * spacingMm[2]]
  return Math.sqrt(a * a + b * b + c * c)
}

/** Distances that equal the tolerance but for rounding count as within it. */
const roundingSlack = 1e-6

function compareSurfaces(outward: Float32Array, inward: Float32Array): SurfaceMetrics {
  let sum = 0
  let within = 0
  for (const distances of [outward, inward]) {
    for (const distance of distances) {
      sum += distance
      if (distance <= surfaceToleranceMm * (1 + roundingSlack)) within++
    }
  }
  const count = outward.length + inward.length
  return {
    hausdorff95Mm: Math.max(quantile(outward.sort(), 0.95), quantile(inward.sort(), 0.95)),
    surfaceDice: within / count,
    meanSurfaceDistanceMm: sum / count,
  }
}

/** Quantile of ascending values with linear interpolation between neighbours, as torch.quantile. */
function quantile(ascending: Float32Array, share: number): number {
  const place = share * (ascending.length - 1)
  const below = Math.floor(place)
  const low = ascending[below] ?? 0
  const high = ascending[Math.min(below + 1, ascending.length - 1)] ?? 0
  return low + (high - low) * (place - below)
}
