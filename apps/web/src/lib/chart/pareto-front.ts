/** The points that no other beats on both axes, from right to left (x falling, y rising). */
export function paretoFront<Point extends { readonly x: number; readonly y: number }>(
  points: readonly Point[],
): readonly Point[] {
  const front: Point[] = []
  let best = Number.NEGATIVE_INFINITY
  for (const point of points.toSorted((a, b) => b.x - a.x || b.y - a.y)) {
    if (point.y <= best) continue
    best = point.y
    front.push(point)
  }
  return front
}
