import type { RandomStream } from '../random.ts'

/** Classes of the cardiac phantom by index, in the order of the ACDC challenge. */
export const cardiacClassNames = ['background', 'right ventricle', 'myocardium', 'left ventricle'] as const

/** End-diastole (filled) or end-systole (contracted). */
export type CardiacPhase = 'ED' | 'ES'

/** What a point of the heart is made of; `outside` lies beyond the fat around it. */
export type HeartTissue = 'outside' | 'blood' | 'myocardium' | 'rightWall' | 'papillary' | 'fat'

export interface HeartPoint {
  tissue: HeartTissue
  classIndex: number
  /** Distance in mm from the inner wall, where the tissue is blood. */
  depth: number
}

export interface Heart {
  /** Writes what lies at (x, y, z), in mm around the middle of the heart, into `out`. */
  readonly probe: (x: number, y: number, z: number, out: HeartPoint) => void
}

/**
 * One person's heart, its long axis along z from the apex (low) to the base: a left ventricle that a mitral plane cuts
 * off, two papillary muscles in it (labelled as cavity, as ACDC does), a crescent-shaped right ventricle with a thin wall
 * that belongs to no class, fat around both, and above the base the atria, the aorta and the outflow tract, as bright as
 * the ventricles and labelled background. In systole walls thicken, cavities shrink and the base comes down.
 */
export function drawHeart(random: RandomStream, phase: CardiacPhase): Heart {
  const { between } = random
  const systole = phase === 'ES' ? between(0.55, 1) : 0
  const size = between(0.88, 1.12)
  const fullRadius = between(20, 30) * size
  const fullWall = between(6.5, 12) * size
  const radius = fullRadius * (1 - 0.38 * systole)
  const wall = fullWall * (1 + 0.4 * systole)
  const fullLength = (fullRadius * between(1.15, 1.45) + 46) * size
  const length = fullLength * (1 - 0.14 * systole)
  const apex = -fullLength / 2
  const base = apex + length
  const tilt = [between(-0.15, 0.15), between(-0.15, 0.15)] as const
  const lean = [between(-0.12, 0.12), between(-0.12, 0.12)] as const
  const oval = between(0.9, 1.1)

  const [towardsX, towardsY] = direction(between(-0.12, 0.62))
  const rightLength = length * between(0.84, 0.95)
  const rightDepth = between(22, 32) * size * (1 - 0.3 * systole)
  const rightBreadth = between(33, 43) * size * (1 - 0.14 * systole)
  const rightOffset = fullRadius + fullWall * 0.6 + between(-3, 4)
  const rightWall = between(2.2, 4)
  const fatRight = between(2, 9)
  const fatLeft = between(0.5, 3.5)

  const papillary = [-1, 1].map((side) => {
    const [x, y] = direction(side * between(0.45, 0.75))
    return {
      // Away from the right ventricle, to both sides.
      x: -(towardsX * x - towardsY * y) * radius * between(0.55, 0.68),
      y: -(towardsX * y + towardsY * x) * radius * between(0.55, 0.68),
      radius: between(2.8, 5) * size * (1 + 0.25 * systole),
      from: between(0.28, 0.4),
      to: between(0.68, 0.8),
    }
  })
  const [atriumX, atriumY] = [between(-14, -2), between(-16, -6)]
  const atriumRadius = between(20, 30) * size * (1 + 0.12 * systole)
  const aortaRadius = between(10, 14) * size
  const outflow = { along: between(16, 26), across: between(14, 24), radius: between(11, 15) * size }

  const outer = radius + wall
  const outerLength = length + 0.7 * wall

  const probe = (x: number, y: number, z: number, out: HeartPoint): void => {
    const u = x - lean[0] * z
    const v = y - lean[1] * z
    const below = base + tilt[0] * u + tilt[1] * v - z
    const along = u * towardsX + v * towardsY
    const across = v * towardsX - u * towardsY
    const distance = Math.sqrt(u * u * oval + (v * v) / oval)
    out.depth = 0
    if (below < 0) return probeAboveBase(u, v, -below, along, across, out)

    const inner = radius * profile(below / length) - distance
    const depth = outer * profile(below / outerLength) - distance
    if (depth > 0) {
      if (inner <= 0) return set(out, 'myocardium', 2)
      const share = below / length
      const isPapillary = papillary.some((muscle) => {
        if (share < muscle.from || share > muscle.to) return false
        const narrowing = 1 - 0.55 * (share - muscle.from)
        const [du, dv] = [u - muscle.x * narrowing, v - muscle.y * narrowing]
        return du * du + dv * dv < muscle.radius * muscle.radius
      })
      set(out, isPapillary ? 'papillary' : 'blood', 3)
      out.depth = inner
      return
    }
    const taper = profile(below / rightLength)
    const a = (along - rightOffset * (0.55 + 0.45 * taper)) / Math.max(rightDepth * taper, 1)
    const b = across / Math.max(rightBreadth * taper, 1)
    const right = taper > 0 ? (1 - Math.sqrt(a * a + b * b)) * rightDepth * taper : -Infinity
    if (right > 0) {
      set(out, 'blood', 1)
      out.depth = Math.min(right, -depth)
      return
    }
    if (right > -rightWall) return set(out, 'rightWall', 0)
    set(out, right > -rightWall - fatRight || depth > -fatLeft ? 'fat' : 'outside', 0)
  }

  const probeAboveBase = (
    u: number,
    v: number,
    height: number,
    along: number,
    across: number,
    out: HeartPoint,
  ): void => {
    const aorta = aortaRadius - Math.sqrt((along - 11) * (along - 11) + (across - 6) * (across - 6))
    const atrium = atriumRadius * Math.sqrt(Math.min(1, 0.55 + height / 40)) - Math.sqrt(sum(u - atriumX, v - atriumY))
    const tract = outflow.radius - Math.sqrt(sum(along - outflow.along - 8, across - outflow.across))
    const rightAtrium = (1 - Math.sqrt(sum((along - rightOffset) / 24, (across + 14) / 26))) * 24
    const depth = Math.max(aorta, atrium, tract, rightAtrium)
    set(out, depth > 0 ? 'blood' : depth > -2.5 ? 'rightWall' : depth > -8 ? 'fat' : 'outside', 0)
    out.depth = depth
  }
  return { probe }
}

/** Radius of a ventricle as a share of its largest, at a share of its length below the base: half an ellipsoid. */
function profile(share: number): number {
  if (share < 0.12) return 1 - 0.5 * (0.12 - share)
  const s = (share - 0.12) / 0.88
  return s < 1 ? Math.sqrt(1 - s * s) : 0
}

/** The unit vector at the angle whose half has this tangent; made of exact arithmetic and a division. */
function direction(tangent: number): readonly [number, number] {
  const square = tangent * tangent
  return [(1 - square) / (1 + square), (2 * tangent) / (1 + square)]
}

function sum(a: number, b: number): number {
  return a * a + b * b
}

function set(out: HeartPoint, tissue: HeartTissue, classIndex: number): void {
  out.tissue = tissue
  out.classIndex = classIndex
}
