import type { Triple } from '../nifti/affine.ts'
import type { RandomStream } from './random.ts'
import { chain, type ChainLink, difference, ellipsoid, type Solid, union } from './solid.ts'

/** Classes of the phantom by index; 0 is everything that is not one of the organs. */
export const phantomClassNames = [
  'background',
  'liver',
  'spleen',
  'right kidney',
  'left kidney',
  'stomach',
  'gallbladder',
  'pancreas',
  'aorta',
] as const

/** One organ or structure: the first part in the list that holds a point decides its class and its Hounsfield units. */
export interface Part {
  readonly solid: Solid
  readonly classIndex: number
  readonly hounsfield: (depth: number, x: number, y: number, z: number) => number
}

export interface Anatomy {
  readonly parts: readonly Part[]
  /** Half widths of the body in mm (x, y) and the thickness of the fat below the skin. */
  readonly body: { readonly halfWidth: number; readonly halfDepth: number; readonly fatMm: number }
  /** Height in mm of the diaphragm over (x, y); above it lie the lungs. */
  readonly diaphragm: (x: number, y: number) => number
}

/**
 * One person's abdomen in mm around its middle (x right, y anterior, z superior), with sizes, places and contrast
 * drawn from the stream: class 0 includes spine, vessels, muscles and bowel, several as bright as the organs, so that
 * no threshold separates the classes.
 */
export function drawAnatomy(random: RandomStream): Anatomy {
  const { between } = random
  const near = (centre: Triple, spread = 6): Triple => [
    centre[0] + between(-spread, spread),
    centre[1] + between(-spread, spread),
    centre[2] + between(-spread, spread),
  ]
  const sized = (radii: Triple, spread = 0.14): Triple => {
    const common = between(1 - spread, 1 + spread)
    const own = (): number => common * between(1 - spread / 2, 1 + spread / 2)
    return [radii[0] * own(), radii[1] * own(), radii[2] * own()]
  }
  const tube = (...links: readonly (readonly [Triple, number])[]): Solid => {
    const width = between(0.86, 1.16)
    return chain(links.map(([centre, radius]): ChainLink => ({ centre: near(centre, 4), radius: radius * width })))
  }
  const solidTissue = (low: number, high: number): (() => number) => {
    const value = between(low, high)
    return () => value
  }

  const fatMm = between(8, 26)
  const halfWidth = between(148, 166)
  const halfDepth = between(106, 120)
  const innerHalfWidth = halfWidth * (1 - (fatMm + 11) / halfDepth)
  const domeRight = between(128, 150)
  const domeLeft = between(118, 140)
  const diaphragm = (x: number, y: number): number => {
    const side = x > 0 ? domeRight : domeLeft
    const u = (Math.abs(x) - 62) / 80
    const v = (y - 8) / 85
    return side - 38 * (u * u + v * v)
  }

  const liverLobe = near([70, 6, 58], 5)
  const liver = difference(
    union(
      ellipsoid(liverLobe, sized([74, 78, 78]), [between(-0.1, 0.15), 0]),
      ellipsoid(near([2, 48, 76]), sized([78, 36, 36]), [between(-0.2, 0.2), 0]),
    ),
    ellipsoid(near([10, -18, 10]), sized([52, 42, 58])),
  )
  const spleen = difference(
    ellipsoid(near([22 - innerHalfWidth, -34, 66], 5), sized([30, 44, 50], 0.2), [
      between(-0.2, 0.1),
      between(-0.2, 0.2),
    ]),
    ellipsoid(near([-62, -8, 74]), sized([30, 32, 42])),
  )
  const kidney = (side: 1 | -1): { solid: Solid; core: Solid } => {
    const centre = near([side * 62, -44, side > 0 ? 2 : 14])
    const radii = sized([27, 25, 52])
    const tilt = side * between(-0.22, -0.05)
    const [cx, cy, cz] = centre
    return {
      solid: difference(
        ellipsoid(centre, radii, [tilt, 0]),
        ellipsoid([cx - side * 24, cy + 8, cz], [radii[0] * 0.7, radii[1] * 0.55, radii[2] * 0.34]),
      ),
      core: ellipsoid(centre, [radii[0] * 0.62, radii[1] * 0.6, radii[2] * 0.72], [tilt, 0]),
    }
  }
  const rightKidney = kidney(1)
  const leftKidney = kidney(-1)
  const stomach = tube([[-72, 8, 100], 32], [[-74, 42, 58], 27], [[-30, 62, 14], 21], [[18, 52, 14], 13])
  const gallbladder = ellipsoid(near([50, 50, -2], 7), sized([18, 19, 31], 0.2), [between(-0.3, 0.3), between(0, 0.4)])
  const pancreas = tube(
    [[34, 8, -16], 15],
    [[24, 16, 4], 13],
    [[-6, 22, 12], 10],
    [[-42, 8, 24], 12],
    [[-78, -12, 40], 9],
  )
  const aorta = tube([[-10, -26, 190], 12], [[-9, -27, 60], 12], [[-8, -27, -30], 11], [[-4, -27, -96], 9])

  const cortex = between(150, 200)
  const medulla = cortex - between(25, 55)
  const renal = (core: Solid) => (_depth: number, x: number, y: number, z: number) =>
    core.depth(x, y, z) > 0 ? medulla : cortex
  const blood = between(120, 185)
  const stomachWall = between(55, 85)
  const stomachContent = between(0, 35)
  const gasLevel = between(60, 78)

  const parts: Part[] = [
    ...spine(between),
    { solid: aorta, classIndex: 8, hounsfield: () => blood },
    {
      solid: tube([[24, -22, 190], 11], [[24, -24, 40], 13], [[20, -26, -30], 12], [[18, -28, -110], 11]),
      classIndex: 0,
      hounsfield: solidTissue(blood - 40, blood + 5),
    },
    ...[1, -1].map(
      (side): Part => ({
        solid: tube([[side * 14, -26, -92], 8], [[side * 60, -8, -190], 8]),
        classIndex: 0,
        hounsfield: solidTissue(blood - 25, blood),
      }),
    ),
    { solid: rightKidney.solid, classIndex: 3, hounsfield: renal(rightKidney.core) },
    { solid: leftKidney.solid, classIndex: 4, hounsfield: renal(leftKidney.core) },
    { solid: gallbladder, classIndex: 6, hounsfield: solidTissue(2, 18) },
    { solid: pancreas, classIndex: 7, hounsfield: solidTissue(75, 115) },
    {
      solid: stomach,
      classIndex: 5,
      hounsfield: (depth, _x, y) => (depth < 5 ? stomachWall : y > gasLevel ? -780 : stomachContent),
    },
    { solid: liver, classIndex: 1, hounsfield: solidTissue(85, 130) },
    { solid: spleen, classIndex: 2, hounsfield: solidTissue(95, 145) },
    ...[1, -1].map(
      (side): Part => ({
        solid: tube([[side * 32, -52, 10], 9], [[side * 42, -50, -50], 17], [[side * 56, -36, -190], 20]),
        classIndex: 0,
        hounsfield: solidTissue(50, 70),
      }),
    ),
    ...bowel(random),
  ]
  return {
    parts,
    body: { halfWidth, halfDepth, fatMm },
    diaphragm,
  }
}

function spine(between: RandomStream['between']): readonly Part[] {
  const pitch = between(31, 36)
  const phase = between(0, pitch)
  const column = (y: number, rx: number, ry: number): Solid => {
    const smallest = Math.min(rx, ry)
    return {
      low: [-rx, y - ry, -400],
      high: [rx, y + ry, 400],
      depth: (x, py) => {
        const u = x / rx
        const v = (py - y) / ry
        return (1 - Math.sqrt(u * u + v * v)) * smallest
      },
    }
  }
  const isDisc = (z: number): boolean => (((z + phase) % pitch) + pitch) % pitch < 7
  return [
    {
      solid: column(-60, 22, 17),
      classIndex: 0,
      hounsfield: (depth, _x, _y, z) => (isDisc(z) ? 85 : depth < 2.5 ? 560 : 210),
    },
    { solid: column(-84, 9, 8), classIndex: 0, hounsfield: () => 25 },
    { solid: column(-84, 15, 13), classIndex: 0, hounsfield: (_depth, _x, _y, z) => (isDisc(z) ? 60 : 430) },
    { solid: column(-100, 4, 14), classIndex: 0, hounsfield: (_depth, _x, _y, z) => (isDisc(z) ? 55 : 380) },
    {
      solid: union(...[1, -1].map((side) => ({ ...ellipsoid([side * 32, -84, 0], [27, 17, 1e6]) }))),
      classIndex: 0,
      hounsfield: () => 58,
    },
  ]
}

function bowel(random: RandomStream): readonly Part[] {
  const { between, uniform } = random
  const loop = (solid: Solid): Part => {
    const content = between(10, 75)
    const gasAbove = uniform() < 0.45 ? (solid.low[1] + solid.high[1]) / 2 + between(-4, 8) : Infinity
    return {
      solid,
      classIndex: 0,
      hounsfield: (depth, _x, y) => (depth < 3.5 ? 62 : y > gasAbove ? -700 : content),
    }
  }
  const colon = (x: number, top: number): Solid =>
    chain(
      [top, -40, -90, -150].map(
        (z): ChainLink => ({
          centre: [x + between(-7, 7), between(-14, 12), z + between(-8, 8)],
          radius: between(14, 22),
        }),
      ),
    )
  const small = Array.from({ length: 15 }, (): Solid => {
    const centre: Triple = [between(-78, 78), between(2, 72), between(-175, -34)]
    return chain([
      { centre, radius: between(11, 16) },
      {
        centre: [centre[0] + between(-45, 45), centre[1] + between(-18, 18), centre[2] + between(-30, 30)],
        radius: between(11, 16),
      },
    ])
  })
  return [colon(102, -30), colon(-106, 0), ...small].map(loop)
}
