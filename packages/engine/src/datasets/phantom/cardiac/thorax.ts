import type { RandomStream } from '../random.ts'

/** What surrounds the heart, in the order of its brightness in balanced steady-state images. */
export type ThoraxTissue = 'lung' | 'gas' | 'muscle' | 'liver' | 'blood' | 'fat'

/** Tissue at (x, y, z), in mm around the middle of the heart, x to the right, y anterior. */
export type Thorax = (x: number, y: number, z: number) => ThoraxTissue

/**
 * A chest around the heart: its wall of fat and muscle in front, liver and a stomach with gas below the diaphragm, the
 * descending aorta, vessels in the lungs.
 */
export function drawThorax(random: RandomStream): Thorax {
  const { between, uniform } = random
  const wall = { at: between(42, 58), slope: between(-0.25, 0.1), bend: between(0.001, 0.004) }
  const muscle = between(4, 10)
  const diaphragm = { at: between(-50, -26), slope: between(-0.3, 0.15), rise: between(-0.3, 0.05) }
  const stomach = { x: between(-45, -15), gas: between(-8, 8), fatBelow: between(2, 7) }
  const aorta = { x: between(-46, -28), y: between(-58, -42), radius: between(9, 13) }
  const vessels = Array.from({ length: 10 }, () => ({
    x: between(-64, -34),
    y: between(-45, 45),
    lean: between(-0.5, 0.5),
    radius: uniform() < 0.3 ? between(3, 5) : between(1.2, 2.6),
  }))

  return (x, y, z) => {
    const front = y - (wall.at + wall.slope * x - wall.bend * x * x)
    if (front > 0) return front < 2.5 || front > 2.5 + muscle ? 'fat' : 'muscle'
    const under = diaphragm.at + diaphragm.slope * x + diaphragm.rise * z - y
    if ((x - aorta.x) * (x - aorta.x) + (y - aorta.y) * (y - aorta.y) < aorta.radius * aorta.radius) return 'blood'
    if (under > 0) {
      if (under < 2) return 'muscle'
      if (x > stomach.x) return 'liver'
      if (under < 2 + stomach.fatBelow) return 'fat'
      return y > diaphragm.at - 14 + stomach.gas ? 'gas' : 'muscle'
    }
    for (const vessel of vessels) {
      const [dx, dy] = [x - vessel.x - vessel.lean * z, y - vessel.y]
      if (dx * dx + dy * dy < vessel.radius * vessel.radius) return 'blood'
    }
    return 'lung'
  }
}
