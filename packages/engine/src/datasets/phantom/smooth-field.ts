import type { RandomStream } from './random.ts'

/** A smooth random function on the unit cube, read row by row along the third axis. */
export interface SmoothField {
  /** Writes the field at (x, y, z_k) for all k into `row`; x, y and the z_k (fixed at creation) are in [0, 1]. */
  readonly readRow: (x: number, y: number, row: Float64Array) => void
}

/**
 * Uniform cubic B-spline over a grid of independent normal values: twice continuously differentiable, standard
 * deviation of about `amplitude` at the knots' scale 1/cells.
 */
export function smoothField(
  random: RandomStream,
  options: { cells: number; amplitude: number; depth: number },
): SmoothField {
  const { cells, amplitude, depth } = options
  const knots = cells + 3
  const values = Float64Array.from({ length: knots ** 3 }, () => random.normal() * amplitude * normalisation)
  const plane = new Float64Array(knots * knots)
  const line = new Float64Array(knots)
  const zWeights = new Float64Array(depth * 4)
  const zCells = new Int32Array(depth)
  for (let k = 0; k < depth; k++) {
    const { cell, weights } = splineWeights((k + 0.5) / depth, cells)
    zCells[k] = cell
    zWeights.set(weights, k * 4)
  }
  let planeX = Number.NaN

  const readPlane = (x: number): void => {
    const { cell, weights } = splineWeights(x, cells)
    plane.fill(0)
    for (let t = 0; t < 4; t++) {
      const weight = weights[t] ?? 0
      const start = (cell + t) * knots * knots
      for (let n = 0; n < plane.length; n++) plane[n] = (plane[n] ?? 0) + weight * (values[start + n] ?? 0)
    }
    planeX = x
  }

  const readRow = (x: number, y: number, row: Float64Array): void => {
    if (x !== planeX) readPlane(x)
    const { cell, weights } = splineWeights(y, cells)
    line.fill(0)
    for (let t = 0; t < 4; t++) {
      const weight = weights[t] ?? 0
      for (let n = 0; n < knots; n++) line[n] = (line[n] ?? 0) + weight * (plane[(cell + t) * knots + n] ?? 0)
    }
    for (let k = 0; k < depth; k++) {
      const start = zCells[k] ?? 0
      row[k] =
        (zWeights[k * 4] ?? 0) * (line[start] ?? 0) +
        (zWeights[k * 4 + 1] ?? 0) * (line[start + 1] ?? 0) +
        (zWeights[k * 4 + 2] ?? 0) * (line[start + 2] ?? 0) +
        (zWeights[k * 4 + 3] ?? 0) * (line[start + 3] ?? 0)
    }
  }
  return { readRow }
}

/** At a knot the squared weights (1/6, 4/6, 1/6) of one axis sum to a half, hence 2^(3/2) for three. */
const normalisation = 2 ** 1.5

function splineWeights(
  position: number,
  cells: number,
): { cell: number; weights: readonly [number, number, number, number] } {
  const scaled = Math.min(Math.max(position, 0), 1) * cells
  const cell = Math.min(Math.floor(scaled), cells - 1)
  const t = scaled - cell
  const s = 1 - t
  return {
    cell,
    weights: [
      (s * s * s) / 6,
      (3 * t * t * t - 6 * t * t + 4) / 6,
      (3 * s * s * s - 6 * s * s + 4) / 6,
      (t * t * t) / 6,
    ],
  }
}
