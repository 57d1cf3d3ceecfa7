export interface CurvePoint {
  /** In 1/255. */
  readonly epsilon: number
  readonly value: number
}

/**
 * Mean height of a curve between its first and its last epsilon: the area by the trapezoidal rule over their distance,
 * so that 1 is a model that nothing harms. Epsilons ascend; the value itself where there is one point alone.
 */
export function curveArea(points: readonly CurvePoint[]): number {
  const [first] = points
  const last = points.at(-1)
  if (!first || !last) throw new RangeError('A curve needs at least one point.')
  const range = last.epsilon - first.epsilon
  if (range === 0) return first.value
  let area = 0
  for (const [index, to] of points.entries()) {
    const from = points[index - 1]
    if (from) area += ((from.value + to.value) / 2) * (to.epsilon - from.epsilon)
  }
  return area / range
}
