import type { Triple } from '../nifti/affine.ts'

/** A body in space, in millimetres. */
export interface Solid {
  /** Bounding box; `depth` is negative or zero outside it. */
  readonly low: Triple
  readonly high: Triple
  /** About the distance to the surface, positive inside. */
  readonly depth: (x: number, y: number, z: number) => number
}

/** Ellipsoid with its axes tilted by shears: x moves by `shear[0]`, y by `shear[1]` for each mm of z. */
export function ellipsoid(centre: Triple, radii: Triple, shear: readonly [number, number] = [0, 0]): Solid {
  const [cx, cy, cz] = centre
  const [rx, ry, rz] = radii
  const [sx, sy] = shear
  const smallest = Math.min(rx, ry, rz)
  const reachX = rx + Math.abs(sx) * rz
  const reachY = ry + Math.abs(sy) * rz
  return {
    low: [cx - reachX, cy - reachY, cz - rz],
    high: [cx + reachX, cy + reachY, cz + rz],
    depth: (x, y, z) => {
      const w = z - cz
      const u = (x - cx - sx * w) / rx
      const v = (y - cy - sy * w) / ry
      return (1 - Math.sqrt(u * u + v * v + (w * w) / (rz * rz))) * smallest
    },
  }
}

export interface ChainLink {
  readonly centre: Triple
  readonly radius: number
}

/** Tube along the links, its radius running linearly from one to the next, with round ends. */
export function chain(links: readonly ChainLink[]): Solid {
  const segments = links.slice(1).map((to, index) => ({ from: links[index] ?? to, to }))
  const edge = (axis: 0 | 1 | 2, side: -1 | 1): number => {
    const reaches = links.map((link) => link.centre[axis] + side * link.radius)
    return side < 0 ? Math.min(...reaches) : Math.max(...reaches)
  }
  return {
    low: [edge(0, -1), edge(1, -1), edge(2, -1)],
    high: [edge(0, 1), edge(1, 1), edge(2, 1)],
    depth: (x, y, z) => {
      let deepest = -Infinity
      for (const { from, to } of segments) {
        const [ax, ay, az] = from.centre
        const dx = to.centre[0] - ax
        const dy = to.centre[1] - ay
        const dz = to.centre[2] - az
        const along = ((x - ax) * dx + (y - ay) * dy + (z - az) * dz) / (dx * dx + dy * dy + dz * dz)
        const t = Math.min(Math.max(along, 0), 1)
        const px = x - ax - t * dx
        const py = y - ay - t * dy
        const pz = z - az - t * dz
        const depth = from.radius + (to.radius - from.radius) * t - Math.sqrt(px * px + py * py + pz * pz)
        if (depth > deepest) deepest = depth
      }
      return deepest
    },
  }
}

/** Points in any of the solids. */
export function union(...solids: readonly Solid[]): Solid {
  const edge = (axis: 0 | 1 | 2, side: 'low' | 'high'): number =>
    side === 'low' ? Math.min(...solids.map((s) => s.low[axis])) : Math.max(...solids.map((s) => s.high[axis]))
  return {
    low: [edge(0, 'low'), edge(1, 'low'), edge(2, 'low')],
    high: [edge(0, 'high'), edge(1, 'high'), edge(2, 'high')],
    depth: (x, y, z) => {
      let deepest = -Infinity
      for (const solid of solids) deepest = Math.max(deepest, solid.depth(x, y, z))
      return deepest
    },
  }
}

/** Points of the first solid that lie in none of the others. */
export function difference(body: Solid, ...removed: readonly Solid[]): Solid {
  return {
    low: body.low,
    high: body.high,
    depth: (x, y, z) => {
      let depth = body.depth(x, y, z)
      for (const solid of removed) {
        if (depth <= 0) return depth
        depth = Math.min(depth, -solid.depth(x, y, z))
      }
      return depth
    },
  }
}
