import { describe, expect, test } from 'vitest'
import { isMissing, largestDifference, readBytes, readFloats, readJson } from '../../test/shared-data.ts'
import { randomSource } from '../random-source.ts'
import { awayFrom, type Loss, type LossName, losses, segpgdCrossEntropy, towards } from './index.ts'

type Voxel = { z: number[]; y: number }
type Definition = (volumes: Voxel[][]) => number

const softmax = (z: number[]): number[] => {
  const largest = Math.max(...z)
  const powers = z.map((value) => Math.exp(value - largest))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}
const crossEntropyOf = ({ z, y }: Voxel): number => -Math.log(softmax(z)[y] as number)
const isRight = ({ z, y }: Voxel): boolean => z.indexOf(Math.max(...z)) === y
const cosineOf = ({ z, y }: Voxel): number => (softmax(z)[y] as number) / Math.hypot(...softmax(z))
const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length
const xlog = (x: number, ratio: number): number => (x === 0 ? 0 : x * Math.log(ratio))

/** The losses once more, written from their definitions over voxels of one batch after the other, in float64. */
const definitions: Record<LossName, Definition> = {
  ce: (volumes) => mean(volumes.flat().map(crossEntropyOf)),
  dicece: (volumes) => {
    const terms = volumes.flatMap((voxels) =>
      (voxels[0] as Voxel).z.map((_, k) => {
        let intersection = 0
        let size = 1e-6
        for (const { z, y } of voxels) {
          const p = softmax(z)[k] as number
          intersection += y === k ? p : 0
          size += p * p + (y === k ? 1 : 0)
        }
        return 1 - (2 * intersection) / size
      }),
    )
    return mean(terms) + definitions.ce(volumes)
  },
  'masked-ce': (volumes) => mean(volumes.flat().map((voxel) => (isRight(voxel) ? crossEntropyOf(voxel) : 0))),
  'balanced-masked-ce': (volumes) =>
    mean(
      volumes.map((voxels) => {
        const classes = [...new Set(voxels.map(({ y }) => y))]
        const ofClass = (y: number) => voxels.filter((voxel) => voxel.y === y)
        return mean(classes.map((y) => mean(ofClass(y).map((v) => (isRight(v) ? crossEntropyOf(v) : 0)))))
      }),
    ),
  js: (volumes) =>
    mean(
      volumes.flat().map(({ z, y }) => {
        const p = softmax(z)
        const middle = p.map((value, k) => (value + (k === y ? 1 : 0)) / 2)
        const toP = p.reduce((sum, value, k) => sum + xlog(value, value / (middle[k] as number)), 0)
        return (toP + Math.log(1 / (middle[y] as number))) / 2
      }),
    ),
  'mask-norm-corrlog': (volumes) =>
    mean(volumes.flat().map((v) => (isRight(v) ? -(v.z[v.y] as number) / Math.hypot(...v.z) : 0))),
  'cospgd-ce': (volumes) => mean(volumes.flat().map((voxel) => cosineOf(voxel) * crossEntropyOf(voxel))),
  'wrong-dice': (volumes) => {
    let intersection = 0
    let size = 1e-5
    for (const { z, y } of volumes.flat().filter((voxel) => !isRight(voxel))) {
      intersection += softmax(z)[y] as number
      size += 1 + Math.hypot(...softmax(z)) ** 2
    }
    return 1 - (2 * intersection) / size
  },
  'cosine-dicece': (volumes) => definitions.dicece(volumes) * mean(volumes.flat().map(cosineOf)),
}

const shape = [2, 4, 2, 3, 2]
const [batch, classCount, voxels] = [2, 4, 12]

function example(): { z: Float64Array; label: Uint8Array } {
  const random = randomSource(['losses'])
  const z = Float64Array.from({ length: batch * classCount * voxels }, () => Math.fround(2 * random.normal()))
  // Class 3 is absent from the second volume.
  const label = Uint8Array.from({ length: batch * voxels }, (_, v) => v % (v < voxels ? 4 : 3))
  return { z, label }
}

function voxelsOf(z: Float64Array, label: Uint8Array): Voxel[][] {
  return Array.from({ length: batch }, (_, b) =>
    Array.from({ length: voxels }, (_, v) => ({
      z: Array.from({ length: classCount }, (_, k) => z[(b * classCount + k) * voxels + v] as number),
      y: label[b * voxels + v] as number,
    })),
  )
}

function centralDifferences(f: (z: Float64Array) => number, z: Float64Array): Float64Array {
  const step = 1e-5
  return z.map((value, i) => {
    const up = f(z.with(i, value + step))
    return (up - f(z.with(i, value - step))) / (2 * step)
  })
}

/** How far the loss lies from its definition, and its gradient from central differences of `varying`. */
function errorsOf(loss: Loss, definition: Definition, varying: Definition = definition) {
  const { z, label } = example()
  const found = loss({ shape, data: Float32Array.from(z) }, label)
  const slopes = centralDifferences((at) => varying(voxelsOf(at, label)), z)
  const value = Math.abs(found.loss - definition(voxelsOf(z, label)))
  return { value, gradient: largestDifference(found.dz, slopes) }
}

describe('losses at the logits of two volumes', () => {
  const differentiated = (Object.keys(losses) as LossName[]).filter((name) => name !== 'cospgd-ce')
  test.each(differentiated)('%s: value from the definition, gradient from central differences', (name) => {
    const { value, gradient } = errorsOf(losses[name], definitions[name])
    expect(value).toBeLessThan(5e-7)
    expect(gradient).toBeLessThan(2e-7)
  })

  test('cospgd-ce: the cosine weighs each voxel and is not differentiated', () => {
    const { z, label } = example()
    const weights = voxelsOf(z, label).flat().map(cosineOf)
    const { value, gradient } = errorsOf(losses['cospgd-ce'], definitions['cospgd-ce'], (volumes) =>
      mean(volumes.flat().map((voxel, v) => (weights[v] as number) * crossEntropyOf(voxel))),
    )
    expect(value).toBeLessThan(5e-7)
    expect(gradient).toBeLessThan(2e-7)
  })

  test.each([0, 0.25, 0.5])('segpgd with lambda %d: right voxels weigh 1 - lambda, wrong ones lambda', (lambda) => {
    const { value, gradient } = errorsOf(segpgdCrossEntropy(lambda), (volumes) =>
      mean(volumes.flat().map((voxel) => (isRight(voxel) ? 1 - lambda : lambda) * crossEntropyOf(voxel))),
    )
    expect(value).toBeLessThan(5e-7)
    expect(gradient).toBeLessThan(2e-7)
  })
})

describe('losses of a volume that ends within its second block of voxels', () => {
  const voxelCount = 4096 + 901
  const random = randomSource(['blocks'])
  const data = Float32Array.from({ length: 3 * voxelCount }, () => 3 * random.normal())
  const label = Uint8Array.from({ length: voxelCount }, (_, v) => (v * v) % 3)
  const logits = { shape: [1, 3, 1, 1, voxelCount], data }
  const volume = Array.from(label, (y, v) => ({ z: [0, 1, 2].map((k) => data[k * voxelCount + v] as number), y }))

  test.each(Object.keys(losses) as LossName[])('%s: value from the definition, alone or with the gradient', (name) => {
    const { loss, dz } = losses[name](logits, label)
    expect(Math.abs(loss / definitions[name]([volume]) - 1)).toBeLessThan(1e-6)
    expect(losses[name](logits, label, new Float32Array(0)).loss).toBe(loss)
    // Softmax does not change where all logits of a voxel grow alike, so the classes' slopes cancel.
    if (name === 'mask-norm-corrlog') return
    for (let v = 0; v < voxelCount; v++) {
      const sum = [0, 1, 2].reduce((total, k) => total + (dz[k * voxelCount + v] as number), 0)
      expect(Math.abs(sum)).toBeLessThan(1e-9)
    }
  })

  test("objectives of one aim share their gradients' array, and an objective asked for its value leaves it alone", () => {
    const aim = awayFrom(label)
    const first = aim(losses.ce)(logits).dz
    const before = first.slice()
    expect(aim(losses.js)(logits, 'value').dz).toHaveLength(0)
    expect(first).toEqual(before)
    expect(aim(losses.dicece)(logits).dz).toBe(first)
  })
})

describe('losses by hand', () => {
  // Two voxels, two classes: z = (0, 0) labelled 0 and z = (0, ln 3) labelled 1, so p = (1/2, 1/2) and (1/4, 3/4).
  const logits = { shape: [1, 2, 1, 1, 2], data: Float32Array.of(0, 0, 0, Math.log(3)) }
  const label = Uint8Array.of(0, 1)
  test('ce is (ln 2 + ln 4/3) / 2, its gradient (p - y) / 2', () => {
    const { loss, dz } = losses.ce(logits, label)
    expect(loss).toBeCloseTo((Math.log(2) + Math.log(4 / 3)) / 2, 7)
    expect([...dz].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([-0.25, 0.125, 0.25, -0.125])
  })

  test('dicece adds mean_c[1 - 2 I / S]: class 0 has I = 1/2, S = 1 + 5/16, class 1 has I = 3/4, S = 1 + 13/16', () => {
    const dice = (1 - 1 / (21 / 16) + (1 - 1.5 / (29 / 16))) / 2
    expect(losses.dicece(logits, label).loss).toBeCloseTo(dice + losses.ce(logits, label).loss, 5)
  })

  test('a target turns the sign of value and gradient', () => {
    const away = awayFrom(label)(losses.ce)(logits)
    const toward = towards(label)(losses.ce)(logits)
    expect(toward.loss).toBe(-away.loss)
    expect([...toward.dz]).toEqual([...away.dz].map((value) => -value))
  })

  test('logits a thousand apart give finite losses and gradients', () => {
    const extreme = { shape: [1, 2, 1, 1, 2], data: Float32Array.of(1000, -1000, -1000, 1000) }
    for (const loss of Object.values(losses)) {
      const wrong = loss(extreme, Uint8Array.of(1, 0))
      expect(Number.isFinite(wrong.loss)).toBe(true)
      expect(wrong.dz.every(Number.isFinite)).toBe(true)
    }
    expect(losses.ce(extreme, Uint8Array.of(1, 0)).loss).toBe(2000)
  })

  test('a label that names a class without logits is refused', () => {
    expect(() => losses.ce(logits, Uint8Array.of(0, 2))).toThrow('The label holds class 2; the logits have 2 classes.')
  })
})

describe.skipIf(isMissing('oracle/index.json'))('losses against PyTorch', () => {
  test.each(['unet-ts17', 'dynunet-res-ts', 'op-zoo-ts13', 'diag-softmax-ts'])('DiceCE and CE of %s', (name) => {
    const meta = readJson(`oracle/${name}/meta.json`) as {
      logits_shape: number[]
      loss_dicece: number
      loss_ce: number
    }
    const logits = { shape: meta.logits_shape, data: readFloats(`oracle/${name}/logits.f32`) }
    const label = readBytes(`oracle/${name}/labels.u8`)
    expect(losses.dicece(logits, label).loss).toBeCloseTo(meta.loss_dicece, 5)
    expect(losses.ce(logits, label).loss).toBeCloseTo(meta.loss_ce, 6)
  })
})

describe('what attacks are tracked by', () => {
  // As above; the first voxel has equal logits, whose first class is the prediction. Labels 1 and 1: wrong, then right.
  const logits = { shape: [1, 2, 1, 1, 2], data: Float32Array.of(0, 0, 0, Math.log(3)) }
  const label = Uint8Array.of(1, 1)
  const both = (Math.log(2) + Math.log(4 / 3)) / 2
  test.each([
    ['masked-ce', Math.log(4 / 3) / 2, both],
    ['balanced-masked-ce', Math.log(4 / 3) / 2, both],
    ['cospgd-ce', undefined, both],
    ['mask-norm-corrlog', -1 / 2, -1 / 2],
  ] as const)('%s: the loss covers right voxels, what tracks it all of them', (name, loss, tracked) => {
    const found = losses[name](logits, label)
    if (loss !== undefined) expect(found.loss).toBeCloseTo(loss, 6)
    expect(found.tracked).toBeCloseTo(tracked, 6)
  })

  test('a target turns its sign', () => {
    expect(towards(label)(losses['masked-ce'])(logits).tracked).toBeCloseTo(-both, 6)
  })
})
