import type { Triple } from '../nifti/affine.ts'
import { type Affine, scalingAffine } from '../nifti/affine.ts'
import { type Anatomy, drawAnatomy } from './anatomy.ts'
import { blur } from './blur.ts'
import { type RandomStream, randomStream } from './random.ts'
import { smoothField } from './smooth-field.ts'

/** A CT-like volume in Hounsfield units with its label, both [n0, n1, n2] in C order, axes right, anterior, superior. */
export interface PhantomCase {
  readonly shape: Triple
  readonly affine: Affine
  readonly image: Int16Array
  readonly label: Uint8Array
}

/** Edge in mm of the cube that every case shows, whatever its number of voxels. */
export const phantomExtentMm = 360

/**
 * The case that seed and key name, the same bytes each time. Anatomy, pose (±7°, ±10 mm, ±8 %), a smooth deformation of
 * about 6 mm, texture and noise vary between cases. Each voxel is the mean of 2×2×2 samples (partial volume) under
 * a slight blur; its class is that of most samples, the lowest of equals.
 */
export function renderPhantom(options: { seed: number; key: string; shape: Triple }): PhantomCase {
  const { seed, key, shape } = options
  const stream = (purpose: string): RandomStream => randomStream(`phantom-ct/1/${seed}/${key}/${purpose}`)
  const [n0, n1, n2] = shape
  const spacing: Triple = [phantomExtentMm / n0, phantomExtentMm / n1, phantomExtentMm / n2]
  const sampled = samplePhantom(shape, drawAnatomy(stream('anatomy')), stream('pose'))
  const hounsfield = blur(sampled.hounsfield, shape)
  const image = addNoise(hounsfield, shape, stream('noise'))
  const origin = (axis: 0 | 1 | 2): number => spacing[axis] / 2 - phantomExtentMm / 2
  return { shape, affine: scalingAffine(spacing, [origin(0), origin(1), origin(2)]), image, label: sampled.label }
}

const samplesPerAxis = 2
const samplesPerVoxel = samplesPerAxis ** 3

function samplePhantom(
  shape: Triple,
  anatomy: Anatomy,
  random: RandomStream,
): { hounsfield: Float64Array; label: Uint8Array } {
  const [n0, n1, n2] = shape
  const [s0, s1, s2] = [n0 * samplesPerAxis, n1 * samplesPerAxis, n2 * samplesPerAxis]
  const place = drawPose(random)
  const deformation = [0, 1, 2].map(() => smoothField(random, { cells: 5, amplitude: 6, depth: s2 }))
  const texture = smoothField(random, { cells: 22, amplitude: 7, depth: s2 })
  const rows = deformation.map(() => new Float64Array(s2))
  const textureRow = new Float64Array(s2)
  const [rowX, rowY, rowZ] = rows
  if (!rowX || !rowY || !rowZ) throw new Error('The deformation has three components.')

  const hounsfield = new Float64Array(n0 * n1 * n2)
  const votes = new Uint8Array(n1 * n2 * samplesPerVoxel)
  const label = new Uint8Array(n0 * n1 * n2)
  const point: Probe = { x: 0, y: 0, z: 0, hounsfield: 0 }
  const position: [number, number, number] = [0, 0, 0]
  for (let a = 0; a < s0; a++) {
    const i = Math.floor(a / samplesPerAxis)
    const u = (a + 0.5) / s0
    for (let b = 0; b < s1; b++) {
      const j = Math.floor(b / samplesPerAxis)
      const v = (b + 0.5) / s1
      deformation.forEach((field, axis) => {
        const row = rows[axis]
        if (row) field.readRow(u, v, row)
      })
      texture.readRow(u, v, textureRow)
      for (let c = 0; c < s2; c++) {
        const k = Math.floor(c / samplesPerAxis)
        place(
          (u - 0.5) * phantomExtentMm,
          (v - 0.5) * phantomExtentMm,
          ((c + 0.5) / s2 - 0.5) * phantomExtentMm,
          position,
        )
        point.x = position[0] + (rowX[c] ?? 0)
        point.y = position[1] + (rowY[c] ?? 0)
        point.z = position[2] + (rowZ[c] ?? 0)
        const classIndex = probe(anatomy, point)
        const voxel = (i * n1 + j) * n2 + k
        const grain = point.hounsfield > -300 ? (textureRow[c] ?? 0) : 0
        hounsfield[voxel] = (hounsfield[voxel] ?? 0) + (point.hounsfield + grain) / samplesPerVoxel
        const sample = ((a % 2) * 2 + (b % 2)) * 2 + (c % 2)
        votes[(j * n2 + k) * samplesPerVoxel + sample] = classIndex
      }
    }
    if (a % samplesPerAxis === samplesPerAxis - 1) {
      for (let n = 0; n < n1 * n2; n++) label[i * n1 * n2 + n] = majority(votes, n * samplesPerVoxel)
    }
  }
  return { hounsfield, label }
}

function majority(votes: Uint8Array, start: number): number {
  const first = votes[start] ?? 0
  let best = first
  let bestCount = 0
  for (let n = 0; n < samplesPerVoxel; n++) {
    const candidate = votes[start + n] ?? 0
    if (n > 0 && candidate === first) continue
    let count = 0
    for (let m = 0; m < samplesPerVoxel; m++) count += votes[start + m] === candidate ? 1 : 0
    if (count === samplesPerVoxel) return candidate
    if (count > bestCount || (count === bestCount && candidate < best)) {
      best = candidate
      bestCount = count
    }
  }
  return best
}

/** Rotation by a random unit quaternion near 1, then scale and shift; arithmetic and square roots only. */
function drawPose(random: RandomStream): (x: number, y: number, z: number, out: [number, number, number]) => void {
  const { between } = random
  const [b, c, d] = [between(-0.05, 0.05), between(-0.05, 0.05), between(-0.05, 0.05)]
  const norm = Math.sqrt(1 + b * b + c * c + d * d)
  const [qa, qb, qc, qd] = [1 / norm, b / norm, c / norm, d / norm]
  const [sx, sy, sz] = [between(0.92, 1.08), between(0.92, 1.08), between(0.92, 1.08)]
  const [tx, ty, tz] = [between(-8, 8), between(-8, 8), between(-12, 12)]
  const r00 = qa * qa + qb * qb - qc * qc - qd * qd
  const r01 = 2 * (qb * qc - qa * qd)
  const r02 = 2 * (qb * qd + qa * qc)
  const r10 = 2 * (qb * qc + qa * qd)
  const r11 = qa * qa + qc * qc - qb * qb - qd * qd
  const r12 = 2 * (qc * qd - qa * qb)
  const r20 = 2 * (qb * qd - qa * qc)
  const r21 = 2 * (qc * qd + qa * qb)
  const r22 = qa * qa + qd * qd - qc * qc - qb * qb
  return (x, y, z, out) => {
    out[0] = (r00 * x + r01 * y + r02 * z) * sx + tx
    out[1] = (r10 * x + r11 * y + r12 * z) * sy + ty
    out[2] = (r20 * x + r21 * y + r22 * z) * sz + tz
  }
}

interface Probe {
  x: number
  y: number
  z: number
  /** Set by `probe`. */
  hounsfield: number
}

const air = -1000
const fat = -100
const muscle = 58

/** Class of the point; its Hounsfield units are left in it. */
function probe(anatomy: Anatomy, point: Probe): number {
  const { x, y, z } = point
  const { halfWidth, halfDepth, fatMm } = anatomy.body
  const waist = 1 - 0.06 * Math.min(Math.max((40 - Math.abs(z + 20)) / 40, 0), 1)
  const u = x / (halfWidth * waist)
  const v = y / halfDepth
  const radius = Math.sqrt(u * u + v * v - 0.35 * u * u * v * v)
  const depth = (1 - radius) * halfDepth
  point.hounsfield = air
  if (depth <= 0) {
    // The table below the patient's back.
    if (y < -halfDepth - 14 + x * x * 0.0008 && y > -halfDepth - 24 + x * x * 0.0008 && Math.abs(x) < 150)
      point.hounsfield = -250
    return 0
  }
  if (depth < 3) return set(point, 10)
  const wallDepth = depth - fatMm * (y < -70 ? 0.5 : 1)
  if (wallDepth < 0) return set(point, fat)
  const isLung = z > anatomy.diaphragm(x, y)
  if (wallDepth < 11) {
    const rib = (((z + 0.45 * y) % 30) + 30) % 30 < 9 && z > -10 && wallDepth > 2 && wallDepth < 9 && Math.abs(x) > 30
    return set(point, rib ? 330 : wallDepth < 9 ? muscle : fat)
  }
  for (const part of anatomy.parts) {
    const { low, high } = part.solid
    if (x < low[0] || x > high[0] || y < low[1] || y > high[1] || z < low[2] || z > high[2]) continue
    const inside = part.solid.depth(x, y, z)
    if (inside <= 0) continue
    if (isLung && part.classIndex > 0 && part.classIndex !== 8) break
    point.hounsfield = part.hounsfield(inside, x, y, z)
    return part.classIndex
  }
  return set(point, isLung ? -840 : fat)
}

function set(point: Probe, hounsfield: number): 0 {
  point.hounsfield = hounsfield
  return 0
}

/** Noise of 9 to 15 HU, shared a little between neighbours along the second axis, rounded to whole HU. */
function addNoise(values: Float64Array, shape: Triple, random: RandomStream): Int16Array {
  const sigma = random.between(9, 15)
  const stride = shape[2]
  const white = new Float64Array(values.length)
  for (let n = 0; n < white.length; n++) white[n] = random.normal()
  const image = new Int16Array(values.length)
  for (let n = 0; n < image.length; n++) {
    const noise = 0.9 * (white[n] ?? 0) + 0.43 * (n >= stride ? (white[n - stride] ?? 0) : 0)
    image[n] = Math.min(Math.max(Math.round((values[n] ?? 0) + sigma * noise), -1024), 3071)
  }
  return image
}
