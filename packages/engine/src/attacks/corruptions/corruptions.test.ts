import { describe, expect, test } from 'vitest'
import type { FloatTensor } from '../../tensor/index.ts'
import { pointwiseVictim } from '../../test/pointwise-victim.ts'
import { type AttackName, type AttackTask, attacks, awayFrom, linfBall, losses, randomSource } from '../index.ts'
import { resampleRigidly } from './resample-rigidly.ts'

const names = [
  'gaussian-noise',
  'rician-noise',
  'blur',
  'bias-field',
  'ghosting',
  'motion',
  'spike',
  'gamma',
  'anisotropic-downsampling',
] as const satisfies readonly AttackName[]

interface Options extends Partial<AttackTask> {
  readonly key?: string | number
}

function corrupted(name: AttackName, severity: number, clean: FloatTensor, { key = 'test', ...options }: Options = {}) {
  const task: AttackTask = {
    victim: pointwiseVictim([1], [0]),
    clean,
    aim: awayFrom(new Uint8Array(clean.data.length)),
    loss: losses.ce,
    ball: linfBall(0),
    random: randomSource([name, key]),
    ...options,
  }
  return attacks[name].run(task, { severity }).then(({ adversarial }) => adversarial)
}

/** Two channels of a body with two organs, between 0 and 0.8, the second half as bright; no two extents alike. */
function scene(depth = 14, height = 20, width = 27): FloatTensor {
  const data: number[] = []
  for (const brightness of [1, 0.5]) {
    for (let i = 0; i < depth; i++) {
      for (let j = 0; j < height; j++) {
        for (let l = 0; l < width; l++) {
          const [u, v, w] = [i / depth - 0.5, j / height - 0.5, l / width - 0.5]
          const isBody = Math.hypot(u, v, w) < 0.45
          const isOrgan = Math.hypot(u, v - 0.1, w - 0.15) < 0.15 || Math.hypot(u - 0.1, v, w + 0.2) < 0.1
          data.push(brightness * (0.1 + (isBody ? 0.3 : 0) + (isOrgan ? 0.4 : 0)))
        }
      }
    }
  }
  return { shape: [1, 2, depth, height, width], data: Float32Array.from(data) }
}

function distance(a: FloatTensor, b: FloatTensor): number {
  return Math.hypot(...a.data.map((value, i) => value - (b.data[i] ?? 0)))
}

/** Whole volume [N, N, N] of one channel; values between 0.4 and 0.6, so that moderate changes are not clipped. */
function ripple(depth: number, height: number, width: number): FloatTensor {
  const data = Float32Array.from({ length: depth * height * width }, (_, v) => 0.5 + 0.1 * Math.sin(v * v))
  return { shape: [1, 1, depth, height, width], data }
}

/** Magnitudes of the spectrum [D, H, W], from the definition. */
function spectrum({ shape, data }: FloatTensor): Float64Array {
  const [depth = 1, height = 1, width = 1] = shape.slice(2)
  const result = new Float64Array(data.length)
  for (let k = 0; k < data.length; k++) {
    const [a, b, c] = [Math.floor(k / (height * width)), Math.floor(k / width) % height, k % width]
    let [re, im] = [0, 0]
    for (let v = 0; v < data.length; v++) {
      const [i, j, l] = [Math.floor(v / (height * width)), Math.floor(v / width) % height, v % width]
      const angle = 2 * Math.PI * ((a * i) / depth + (b * j) / height + (c * l) / width)
      re += (data[v] ?? 0) * Math.cos(angle)
      im -= (data[v] ?? 0) * Math.sin(angle)
    }
    result[k] = Math.hypot(re, im)
  }
  return result
}

function difference(a: FloatTensor, b: FloatTensor): FloatTensor {
  return { shape: a.shape, data: a.data.map((value, i) => value - (b.data[i] ?? 0)) }
}

describe.each(names)('%s', (name) => {
  test('does more harm with each severity, whatever is drawn', async () => {
    const clean = scene()
    for (let key = 0; key < 6; key++) {
      const distances = []
      for (const severity of [1, 2, 3, 4, 5]) {
        distances.push(distance(await corrupted(name, severity, clean, { key, spacingMm: [3, 2, 3] }), clean))
      }
      expect(distances[0]).toBeGreaterThan(0)
      expect(distances).toEqual(distances.toSorted((a, b) => a - b))
      expect(new Set(distances).size).toBe(5)
    }
  })

  test('equal streams give equal volumes, which stay in [0, 1], in both channels and beside an untouched original', async () => {
    const clean = scene()
    const before = clean.data.slice()
    const result = await corrupted(name, 5, clean)
    expect(await corrupted(name, 5, clean)).toEqual(result)
    expect(clean.data).toEqual(before)
    expect(result.shape).toEqual(clean.shape)
    expect(result.data.every((value) => value >= 0 && value <= 1)).toBe(true)
    const half = clean.data.length / 2
    for (const start of [0, half]) {
      const changed = result.data.subarray(start, start + half).some((value, i) => value !== clean.data[start + i])
      expect(changed).toBe(true)
    }
  })

  test.each([[[1, 1, 1]], [[1, 8, 3]], [[5, 1, 40]]])('takes volumes of %j voxels', async (extents) => {
    const voxels = extents.reduce((product, extent) => product * extent, 1)
    const clean = { shape: [1, 1, ...extents], data: Float32Array.from({ length: voxels }, (_, v) => (v % 5) / 5) }
    const { data } = await corrupted(name, 5, clean)
    expect(data.every((value) => value >= 0 && value <= 1)).toBe(true)
  })

  test.each([0, 6, 1.5])('has no severity %d', async (severity) => {
    await expect(corrupted(name, severity, scene())).rejects.toThrow('severity')
  })
})

describe('noise', () => {
  test('Rician noise has the mean and second moment of the Rician distribution', async () => {
    const clean = { shape: [1, 1, 10, 100, 100], data: new Float32Array(100_000).fill(0.3) }
    const { data } = await corrupted('rician-noise', 3, clean)
    // nu = 0.3, sigma = 0.12: E x^2 = nu^2 + 2 sigma^2 = 0.1188; E x = scipy.stats.rice.mean(2.5, scale=0.12).
    const mean = (power: number): number => data.reduce((sum, value) => sum + value ** power, 0) / data.length
    expect(Math.abs(mean(2) - 0.1188)).toBeLessThan(0.001)
    expect(Math.abs(mean(1) - 0.325344)).toBeLessThan(0.001)
  })

  test('Gaussian noise of severity 2 has a deviation of 0.08', async () => {
    const clean = { shape: [1, 1, 10, 100, 100], data: new Float32Array(100_000).fill(0.5) }
    const { data } = await corrupted('gaussian-noise', 2, clean)
    expect(Math.sqrt(data.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / data.length)).toBeCloseTo(0.08, 3)
  })
})

describe('intensity', () => {
  test('gamma raises to the power 2 or 1/2 at severity 5', async () => {
    const clean = { shape: [1, 1, 1, 1, 3], data: Float32Array.of(0, 0.25, 1) }
    const seen = new Set<number>()
    for (let key = 0; key < 8; key++) seen.add((await corrupted('gamma', 5, clean, { key })).data[1] ?? 0)
    expect([...seen].toSorted((a, b) => a - b)).toEqual([0.0625, 0.5])
  })

  test('the gain of a bias field runs from 1/2 to 2 at severity 5 and is a polynomial of third order', async () => {
    const clean = { shape: [1, 1, 9, 11, 13], data: new Float32Array(9 * 11 * 13).fill(0.25) }
    const { data } = await corrupted('bias-field', 5, clean)
    const gains = data.map((value) => value / 0.25)
    expect(Math.min(...gains)).toBeCloseTo(0.5, 5)
    expect(Math.max(...gains)).toBeCloseTo(2, 5)
    // Fourth differences of a cubic vanish, along each axis.
    for (const stride of [1, 13, 143]) {
      const p = [0, 1, 2, 3, 4].map((n) => Math.log(gains[n * stride] ?? 0))
      const [a = 0, b = 0, c = 0, d = 0, e = 0] = p
      expect(a - 4 * b + 6 * c - 4 * d + e).toBeCloseTo(0, 5)
    }
  })
})

describe('resolution', () => {
  test("blur is SciPy's Gaussian filter, as wide in mm along each axis", async () => {
    // scipy.ndimage.gaussian_filter(x, [1.6, 0.8, 1.6], mode='nearest', truncate=4), SciPy 1.17.1.
    const data = new Float32Array(20)
    data[5] = 1
    data[18] = 0.5
    const clean = { shape: [1, 1, 1, 4, 5], data }
    const result = await corrupted('blur', 2, clean, { spacingMm: [3, 6, 3] })
    const expected = [
      [0.1426293, 0.0857161, 0.0389078, 0.0128536, 0.0030281],
      [0.3119907, 0.188442, 0.0871758, 0.0307414, 0.0088074],
      [0.1480081, 0.0999987, 0.0645689, 0.0440496, 0.0286893],
      [0.029795, 0.0509957, 0.0805772, 0.0946513, 0.0771339],
    ].flat()
    for (const [i, value] of expected.entries()) expect(result.data[i]).toBeCloseTo(value, 6)
  })

  test('thick slices average over their thickness, and a slope survives within', async () => {
    // Only the last axis is long enough: slices of 3 voxels at severity 2.
    const slope = { shape: [1, 1, 1, 1, 12], data: Float32Array.from({ length: 12 }, (_, i) => i / 12) }
    const { data } = await corrupted('anisotropic-downsampling', 2, slope)
    for (let i = 1; i < 11; i++) expect(data[i]).toBeCloseTo(i / 12, 6)
    const comb = { shape: [1, 1, 1, 1, 12], data: Float32Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? 0.9 : 0)) }
    for (const value of (await corrupted('anisotropic-downsampling', 2, comb)).data) expect(value).toBeCloseTo(0.3, 6)
  })
})

describe('k-space', () => {
  test('a spike adds one point of k-space, and its mirror in the real part', async () => {
    const clean = ripple(4, 6, 5)
    const result = await corrupted('spike', 2, clean)
    const changes = spectrum(difference(result, clean))
    const raised = [...changes].flatMap((change, k) => (change > 1e-4 ? [k] : []))
    expect(raised.length).toBeLessThanOrEqual(2)
    const [a = 0, b = a] = raised
    const place = (k: number): number[] => [Math.floor(k / 30), Math.floor(k / 5) % 6, k % 5]
    const mirror = place(a).map((index, axis) => (([4, 6, 5][axis] ?? 1) - index) % ([4, 6, 5][axis] ?? 1))
    expect(place(b)).toEqual(mirror)
    // Severity 2 is 0.4 times the centre of k-space, the sum of the voxels, halved between point and mirror.
    const centre = clean.data.reduce((sum, value) => sum + value, 0)
    const share = raised.length === 1 ? 1 : 2
    expect(changes[a]).toBeCloseTo((0.4 * centre) / share, 3)
  })

  test('ghosting attenuates every fourth plane across one axis, and neither the others nor the centre', async () => {
    // Only the last axis is long enough for four ghosts.
    const clean = ripple(3, 2, 16)
    const result = await corrupted('ghosting', 3, clean)
    const [before, after] = [spectrum(clean), spectrum(result)]
    for (const [k, magnitude] of before.entries()) {
      const plane = k % 16
      const factor = plane !== 0 && plane % 4 === 0 ? 0.4 : 1
      expect(after[k]).toBeCloseTo(factor * magnitude, 4)
    }
  })

  test('ghosts lie a quarter of the field of view apart', async () => {
    const data = new Float32Array(16).fill(0.2)
    data[5] = 0.8
    const { data: ghosted } = await corrupted('ghosting', 5, { shape: [1, 1, 1, 1, 16], data })
    // x - 1/4 sum of four shifts, the mean kept: the impulse of 0.6 loses a quarter, which leaves -0.15 in each ghost,
    // all raised by the central plane's 0.6 / 16.
    const kept = 0.6 / 16
    for (const place of [1, 9, 13]) expect(ghosted[place]).toBeCloseTo(0.2 - 0.15 + kept, 5)
    expect(ghosted[5]).toBeCloseTo(0.2 + 0.45 + kept, 5)
    expect(ghosted[4]).toBeCloseTo(0.2 + kept, 5)
  })

  test('ghosts of a bright organ show in the dark around it', async () => {
    const data = new Float32Array(16)
    data[5] = 0.8
    const { data: ghosted } = await corrupted('ghosting', 5, { shape: [1, 1, 1, 1, 16], data })
    // |-0.8 / 4 + 0.8 / 16| in the ghosts, 0.8 / 16 elsewhere.
    expect(ghosted[9]).toBeCloseTo(0.15, 6)
    expect(ghosted[10]).toBeCloseTo(0.05, 6)
  })

  test('motion keeps what no rigid movement changes: a constant volume, and the mean', async () => {
    const constant = { shape: [1, 1, 12, 14, 16], data: new Float32Array(12 * 14 * 16).fill(0.375) }
    for (const value of (await corrupted('motion', 5, constant)).data) expect(value).toBeCloseTo(0.375, 5)
    const clean = scene(16, 16, 16)
    const result = await corrupted('motion', 1, clean)
    const mean = ({ data }: FloatTensor): number => data.reduce((sum, value) => sum + value, 0) / data.length
    // The central segment, which holds the mean, is at rest; the magnitude moves it a little.
    expect(mean(result)).toBeCloseTo(mean(clean), 3)
  })

  test('motion leaves the central planes of k-space as they were at rest', async () => {
    // Only the last axis is long enough. At severity 3, 40 % of the 60 planes are acquired at rest, -12 to 11.
    const clean = {
      shape: [1, 1, 2, 3, 60],
      data: Float32Array.from({ length: 360 }, (_, i) => 0.5 + 0.3 * Math.sin(i * i)),
    }
    const result = await corrupted('motion', 3, clean)
    const [before, after] = [spectrum(clean), spectrum(result)]
    let isChanged = false
    for (const [k, magnitude] of before.entries()) {
      const frequency = Math.min(k % 60, 60 - (k % 60))
      if (frequency <= 11) expect(after[k]).toBeCloseTo(magnitude, 3)
      if (frequency > 12 && Math.abs((after[k] ?? 0) - magnitude) > 0.1) isChanged = true
    }
    expect(isChanged).toBe(true)
  })
})

describe('a pose', () => {
  const extents = [3, 4, 5] as const
  const values = Float32Array.from({ length: 60 }, (_, v) => v)

  test('shifts by whole voxels exactly, in mm, and holds the borders', () => {
    const pose = { direction: [1, 0, 0], radians: 0, shiftMm: [0, 0, 2] } as const
    const moved = resampleRigidly({ values, extents, spacingMm: [1, 1, 2], pose })
    expect([...moved.subarray(0, 5)]).toEqual([1, 2, 3, 4, 4])
  })

  test('turns a quarter about the centre exactly, also where voxels are not cubes', () => {
    const pose = { direction: [1, 0, 0], radians: Math.PI / 2, shiftMm: [0, 0, 0] } as const
    // A plane of 3 x 3 voxels: (j, l) takes the value at (-l, j) from the centre.
    const plane = Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8)
    const turned = resampleRigidly({ values: plane, extents: [1, 3, 3], spacingMm: [1, 1, 1], pose })
    for (const [i, expected] of [6, 3, 0, 7, 4, 1, 8, 5, 2].entries()) expect(turned[i]).toBeCloseTo(expected, 5)
    // 2 mm along the first axis is one voxel, along the second two.
    const flat = resampleRigidly({
      values: Float32Array.from({ length: 15 }, (_, v) => v),
      extents: [1, 3, 5],
      spacingMm: [1, 2, 1],
      pose,
    })
    expect(flat[7]).toBeCloseTo(7, 5)
    expect(flat[2]).toBeCloseTo(5, 5)
    expect(flat[12]).toBeCloseTo(9, 5)
  })
})
