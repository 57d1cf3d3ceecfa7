import { type Affine, scalingAffine, type Triple } from '../../nifti/affine.ts'
import { blur } from '../blur.ts'
import { type RandomStream, randomStream } from '../random.ts'
import { smoothField } from '../smooth-field.ts'
import { type CardiacPhase, cardiacClassNames, drawHeart, type HeartPoint, type HeartTissue } from './heart.ts'
import { drawThorax, type ThoraxTissue } from './thorax.ts'

/** An MR-like volume of arbitrary units with its label, both [64, 64, slices] in C order. */
export interface CardiacCase {
  readonly shape: Triple
  readonly affine: Affine
  readonly image: Int16Array
  readonly label: Uint8Array
}

/** Voxels across a slice; with 2 mm each, a field of 128 mm around the heart. */
export const cardiacSliceEdge = 64
/** Voxel size in mm: thin in the plane, thick across it. */
export const cardiacSpacingMm: Triple = [2, 2, 8]
/** Cases have 11 to 14 slices. */
const sliceCounts = [11, 14] as const

const planeSamples = 2
const sliceSamples = 4
const samplesPerVoxel = planeSamples * planeSamples * sliceSamples

/**
 * The short-axis stack that seed and key name, the same bytes each time: balanced steady-state contrast (bright blood
 * and fat, dark muscle and lung). Anatomy, pose, a smooth deformation of about 3 mm, contrast, coil sensitivity, flow and
 * noise vary between cases; slices are taken in different breath-holds, so that each lies up to 2 mm and 6 % of brightness
 * off. A voxel is the mean of 2 × 2 × 4 samples, its class that of most of them (the lowest of equals); noise is Rician.
 */
export function renderCardiac(options: { seed: number; key: string; phase: CardiacPhase }): CardiacCase {
  const { seed, key, phase } = options
  const stream = (purpose: string): RandomStream => randomStream(`phantom-mr/1/${seed}/${key}/${purpose}`)
  const pose = stream('pose')
  const slices = Math.min(Math.floor(pose.between(sliceCounts[0], sliceCounts[1] + 1)), sliceCounts[1])
  const shape: Triple = [cardiacSliceEdge, cardiacSliceEdge, slices]
  const { signal, label } = sample(shape, { anatomy: stream('anatomy'), pose, phase })
  const image = addNoise(blur(signal, shape, [0, 1]), stream('noise'))
  const origin = (axis: 0 | 1 | 2): number => ((1 - shape[axis]) * cardiacSpacingMm[axis]) / 2
  return { shape, affine: scalingAffine(cardiacSpacingMm, [origin(0), origin(1), origin(2)]), image, label }
}

interface Sampling {
  readonly anatomy: RandomStream
  readonly pose: RandomStream
  readonly phase: CardiacPhase
}

function sample(shape: Triple, { anatomy, pose, phase }: Sampling): { signal: Float64Array; label: Uint8Array } {
  const heart = drawHeart(anatomy, phase)
  const thorax = drawThorax(anatomy)
  const brightness = drawBrightness(anatomy)
  const [n0, n1, n2] = shape
  const [s0, s1, s2] = [n0 * planeSamples, n1 * planeSamples, n2 * sliceSamples]
  const fieldOf = (cells: number, amplitude: number): { read: (u: number, v: number) => void; row: Float64Array } => {
    const field = smoothField(pose, { cells, amplitude, depth: s2 })
    const row = new Float64Array(s2)
    return { read: (u, v) => field.readRow(u, v, row), row }
  }
  const [bendX, bendY, bendZ] = [fieldOf(4, 3.2), fieldOf(4, 3.2), fieldOf(3, 3.2)]
  const [coil, flow, grain] = [fieldOf(2, 0.2), fieldOf(6, 0.13), fieldOf(20, 0.2)]
  const fields = [bendX, bendY, bendZ, coil, flow, grain]
  const shift = [pose.between(-9, 9), pose.between(-9, 9), pose.between(-7, 7)] as const
  const breaths = Array.from({ length: n2 }, () => ({
    x: pose.normal() * 0.9,
    y: pose.normal() * 0.9,
    gain: 1 + pose.between(-0.06, 0.06),
  }))

  const signal = new Float64Array(n0 * n1 * n2)
  const votes = new Uint8Array(n1 * n2 * cardiacClassNames.length)
  const label = new Uint8Array(n0 * n1 * n2)
  const point: HeartPoint = { tissue: 'outside', classIndex: 0, depth: 0 }
  for (let a = 0; a < s0; a++) {
    const i = Math.floor(a / planeSamples)
    const u = (a + 0.5) / s0
    for (let b = 0; b < s1; b++) {
      const j = Math.floor(b / planeSamples)
      const v = (b + 0.5) / s1
      for (const field of fields) field.read(u, v)
      for (let c = 0; c < s2; c++) {
        const k = Math.floor(c / sliceSamples)
        const breath = breaths[k] ?? { x: 0, y: 0, gain: 1 }
        const x = (u - 0.5) * n0 * cardiacSpacingMm[0] + shift[0] + breath.x + (bendX.row[c] ?? 0)
        const y = (v - 0.5) * n1 * cardiacSpacingMm[1] + shift[1] + breath.y + (bendY.row[c] ?? 0)
        const z = ((c + 0.5) / s2 - 0.5) * n2 * cardiacSpacingMm[2] + shift[2] + (bendZ.row[c] ?? 0)
        heart.probe(x, y, z, point)
        const tissue = point.tissue === 'outside' ? thorax(x, y, z) : point.tissue
        let value = brightness(tissue)
        if (tissue === 'blood') {
          // Muscle strands near the wall darken the blood there; further in, flow does.
          const strands = point.depth > 0 && point.depth < 6 ? 1.6 * (1 - point.depth / 6) : 0.25
          value *= 1 + (flow.row[c] ?? 0) - strands * Math.abs(grain.row[c] ?? 0)
        } else value *= 1 + 0.5 * (grain.row[c] ?? 0)
        const gain = Math.max(0.25, 1 + (coil.row[c] ?? 0)) * breath.gain
        const voxel = (i * n1 + j) * n2 + k
        signal[voxel] = (signal[voxel] ?? 0) + (value * gain) / samplesPerVoxel
        const vote = (j * n2 + k) * cardiacClassNames.length + point.classIndex
        votes[vote] = (votes[vote] ?? 0) + 1
      }
    }
    if (a % planeSamples === planeSamples - 1) {
      for (let n = 0; n < n1 * n2; n++) label[i * n1 * n2 + n] = winner(votes, n * cardiacClassNames.length)
      votes.fill(0)
    }
  }
  return { signal, label }
}

/** Class with the most votes, the lowest of equals. */
function winner(votes: Uint8Array, start: number): number {
  let best = 0
  for (let k = 1; k < cardiacClassNames.length; k++) {
    if ((votes[start + k] ?? 0) > (votes[start + best] ?? 0)) best = k
  }
  return best
}

/** Signal of each tissue in this person and with this scanner's settings. */
function drawBrightness({ between }: RandomStream): (tissue: HeartTissue | ThoraxTissue) => number {
  const blood = between(420, 560)
  const myocardium = blood * between(0.3, 0.5)
  const values: Record<HeartTissue | ThoraxTissue, number> = {
    outside: 0,
    blood,
    myocardium,
    papillary: myocardium * between(0.9, 1.1),
    rightWall: myocardium * between(0.95, 1.3),
    fat: blood * between(0.7, 1.15),
    lung: between(15, 45),
    gas: between(5, 20),
    muscle: blood * between(0.22, 0.4),
    liver: blood * between(0.35, 0.6),
  }
  return (tissue) => values[tissue]
}

/** Magnitude of the signal with independent noise in both of its parts (Rician), in whole units. */
function addNoise(signal: Float64Array, random: RandomStream): Int16Array {
  const sigma = random.between(16, 36)
  return Int16Array.from(signal, (value) => {
    const real = value + sigma * random.normal()
    const imaginary = sigma * random.normal()
    return Math.round(Math.sqrt(real * real + imaginary * imaginary))
  })
}
