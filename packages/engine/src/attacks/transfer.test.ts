import { describe, expect, test } from 'vitest'
import type { FloatTensor } from '../tensor/index.ts'
import { pointwiseVictim } from '../test/pointwise-victim.ts'
import { largestDifference } from '../test/shared-data.ts'
import { type AxisMap, gaussian, interpolation, mapAxes } from './axis-map.ts'
import {
  type AttackTask,
  attacks,
  awayFrom,
  diverseVictim,
  ensembleVictim,
  linfBall,
  losses,
  randomSource,
  smoothedVictim,
  towards,
  transferScores,
  type Victim,
  vanish,
  vanishedShare,
  withoutClass,
} from './index.ts'

const shape = [1, 1, 4, 5, 6]
const random = randomSource(['transfer'])
const clean = { shape, data: Float32Array.from({ length: 120 }, () => 0.2 + 0.6 * random.uniform()) }
const label = Uint8Array.from(clean.data, (value) => Number(value > 0.5))
const brightness = (slope = 8) => pointwiseVictim([0, slope], [0, -slope / 2])
const eps = Math.fround(8 / 255)

function task(overrides: Partial<AttackTask> = {}): AttackTask {
  const common = { clean, aim: awayFrom(label), loss: losses.ce, random: randomSource(['transfer']) }
  return { victim: brightness(), ball: linfBall(8 / 255), ...common, ...overrides }
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * (b[i] as number), 0)

describe('maps along axes', () => {
  const identity = (extent: number): AxisMap => gaussian(extent, 0)

  test('a Gaussian of radius 1 has deviation 1/3: weights e^-4.5, 1, e^-4.5 over their sum, less at the ends', () => {
    const [peak, side] = [1 / (1 + 2 * Math.exp(-4.5)), Math.exp(-4.5) / (1 + 2 * Math.exp(-4.5))]
    const found = mapAxes(Float32Array.of(1, 0, 0, 2), [identity(1), identity(1), gaussian(4, 1)])
    expect(largestDifference(found, [peak, side, 2 * side, 2 * peak])).toBeLessThan(1e-7)
  })

  test('interpolation between centres, held at the ends, 0 where no position is', () => {
    const map = interpolation(3, 4, (i) => [-1, 0.25, 1.5, undefined][i])
    const found = mapAxes(Float32Array.of(8, 4, 2), [identity(1), identity(1), map])
    expect([...found]).toEqual([8, 7, 3, 0])
  })

  test('transposed is the adjoint on each of the three axes', () => {
    const maps = [
      gaussian(4, 2),
      interpolation(5, 3, (i) => 1.3 * i),
      interpolation(6, 7, (i) => 0.8 * i - 0.3),
    ] as const
    const x = Float32Array.from({ length: 2 * 4 * 5 * 6 }, () => random.normal())
    const y = Float32Array.from({ length: 2 * 4 * 3 * 7 }, () => random.normal())
    expect(dot(mapAxes(x, maps), y)).toBeCloseTo(dot(x, mapAxes(y, maps, 'transposed')), 4)
  })
})

describe('momentum iterative method', () => {
  test('adds gradients scaled to a mean size of 1: a first step of alpha along the sign, then by the sum', async () => {
    const gradients = [Float32Array.of(3, -1), Float32Array.of(-5, -1)]
    const victim: Victim = {
      classCount: 2,
      logits: async (x) => x,
      lossGradient: async (x) => ({
        loss: 0,
        logits: x,
        dx: { shape: x.shape, data: gradients.shift() ?? new Float32Array(2) },
      }),
    }
    const start = { shape: [1, 1, 1, 1, 2], data: Float32Array.of(0.5, 0.5) }
    const { adversarial } = await attacks['mi-fgsm'].run(task({ victim, clean: start }), { steps: 3, alpha: 0.01 })
    // g: (1.5, -0.5), then (1.5 - 5/3, -0.5 - 1/3) = (-1/6, -5/6), then the same again: + - -.
    expect(adversarial.data[0]).toBeCloseTo(0.49, 6)
    expect(adversarial.data[1]).toBeCloseTo(0.47, 6)
  })
})

describe('input diversity', () => {
  const diverse = (seed: string) =>
    diverseVictim(brightness(), randomSource([seed]), { probability: 1, leastScale: 0.5 })
  const objective = awayFrom(label)(losses.ce)

  test('its gradient is that of central differences through shrinking, padding and restoring', async () => {
    const { dx, loss } = await diverse('shrunk').lossGradient(clean, objective)
    const at = async (i: number, by: number) => {
      const moved = { shape, data: clean.data.with(i, (clean.data[i] as number) + by) }
      return (await diverse('shrunk').lossGradient(moved, objective)).loss
    }
    const plain = await brightness().lossGradient(clean, objective)
    expect(loss).not.toBeCloseTo(plain.loss, 3)
    const some = [0, 17, 43, 64, 90, 119]
    const slopes: number[] = []
    for (const i of some) slopes.push(((await at(i, 2 ** -7)) - (await at(i, -(2 ** -7)))) / 2 ** -6)
    expect(
      largestDifference(
        some.map((i) => dx.data[i] as number),
        slopes,
      ),
    ).toBeLessThan(2e-5)
  })

  test('logits come back onto the voxels they belong to: a shrunk ramp is a ramp again', async () => {
    const ramp = { shape: [1, 1, 8, 8, 8], data: Float32Array.from({ length: 512 }, (_, i) => (i % 8) / 8) }
    const victim = diverseVictim(pointwiseVictim([0, 1], [0, 0]), randomSource(['ramp']), {
      probability: 1,
      leastScale: 0.6,
    })
    const { logits } = await victim.lossGradient(ramp, awayFrom(new Uint8Array(512))(losses.ce))
    expect(largestDifference(logits.data.slice(512), ramp.data)).toBeLessThan(0.1)
  })

  test('with probability 0 it is the victim itself', async () => {
    const same = diverseVictim(brightness(), randomSource(['b']), { probability: 0, leastScale: 0.5 })
    expect(await same.lossGradient(clean, objective)).toEqual(await brightness().lossGradient(clean, objective))
  })
})

test('translation invariance smooths the gradient and keeps its sum away from the borders', async () => {
  const objective = awayFrom(label)(losses.ce)
  const { dx } = await smoothedVictim(brightness(), 1).lossGradient(clean, objective)
  const { dx: sharp } = await brightness().lossGradient(clean, objective)
  const expected = mapAxes(sharp.data, [gaussian(4, 1), gaussian(5, 1), gaussian(6, 1)])
  expect(dx.data).toEqual(expected)
  expect(largestDifference(dx.data, sharp.data)).toBeGreaterThan(0)
})

describe('ensembles', () => {
  test('loss, logits and gradient are the means of the members', async () => {
    const objective = awayFrom(label)(losses.ce)
    const members = [brightness(8), brightness(2)]
    const both = await ensembleVictim(members).lossGradient(clean, objective)
    const each = await Promise.all(members.map((victim) => victim.lossGradient(clean, objective)))
    const mean = (read: (result: { loss: number; logits: FloatTensor; dx: FloatTensor }) => number) =>
      each.reduce((sum, result) => sum + read(result), 0) / 2
    expect(both.loss).toBeCloseTo(
      mean(({ loss }) => loss),
      12,
    )
    expect(both.dx.data[7]).toBeCloseTo(
      mean(({ dx }) => dx.data[7] as number),
      8,
    )
    expect(both.logits.data[130]).toBeCloseTo(
      mean(({ logits }) => logits.data[130] as number),
      6,
    )
    expect((await ensembleVictim(members).logits(clean)).data).toEqual(both.logits.data)
  })

  test('members of other classes are refused, and so is an ensemble of none', () => {
    const three = pointwiseVictim([0, 1, 2], [0, 0, 0])
    expect(() => ensembleVictim([brightness(), three])).toThrow('they have 2, 3.')
    expect(() => ensembleVictim([])).toThrow('An ensemble needs at least one victim')
  })
})

describe('transfer', () => {
  test('asks the victim nothing and raises its loss all the same', async () => {
    const victim = brightness(6)
    const surrogates = [brightness(8), brightness(3)]
    const run = task({ victim, surrogates })
    const { adversarial } = await attacks.transfer.run(run, { steps: 6, alpha: 0.01, smoothing: 1 })
    expect(victim.calls).toEqual({ logits: 0, gradients: 0 })
    const at = async (x: FloatTensor) => losses.ce(await brightness(6).logits(x), label).loss
    expect(await at(adversarial)).toBeGreaterThan((await at(clean)) + 0.02)
    expect(Math.max(...adversarial.data.map((value, i) => Math.abs(value - (clean.data[i] as number))))).toBeLessThan(
      eps + 1e-7,
    )
    expect((await attacks.transfer.run(run, { steps: 6, alpha: 0.01 })).losses).toHaveLength(6)
  })

  test('without surrogates is refused', () =>
    expect(attacks.transfer.run(task(), { steps: 1, alpha: 0.01 })).rejects.toThrow('none was given'))

  test('scores a volume of each surrogate and of all together on the target', async () => {
    const target = brightness(6)
    const { victim: _victim, random: _random, ...rest } = task()
    const surrogates = { steep: brightness(8), opposite: brightness(-8) }
    const score = ({ data }: FloatTensor) => data.slice(120).filter((z, v) => Number(z > 0) === label[v]).length / 120
    const attack = (run: AttackTask) => attacks.pgd.run(run, { steps: 4, alpha: 0.01 })
    const rows = await transferScores({ task: rest, surrogates, target, attack, score, seed: ['test'] })
    expect(rows.map((row) => row.surrogates)).toEqual([['steep'], ['opposite'], ['steep', 'opposite']])
    const cleanScore = score(await brightness(6).logits(clean))
    expect(rows[0]?.onTarget).toBeLessThan(cleanScore)
    expect(rows[0]?.onTarget).toBe(rows[0]?.onSurrogates)
    // The model of opposite slope is pushed the other way, which only strengthens the target.
    expect(rows[1]?.onTarget).toBe(1)
    expect(target.calls).toEqual({ logits: 3, gradients: 0 })
  })
})

describe('a vanishing organ', () => {
  const organs = Uint8Array.of(0, 1, 2, 2, 1)

  test('its target is the label with that class as background', () => {
    expect([...withoutClass(organs, 2)]).toEqual([0, 1, 0, 0, 1])
    const logits = { shape: [1, 3, 1, 1, 5], data: Float32Array.from({ length: 15 }, (_, i) => Math.sin(i)) }
    const expected = towards(Uint8Array.of(0, 1, 0, 0, 1))(losses.ce)(logits)
    expect(vanish(organs, 2)(losses.ce)(logits)).toEqual(expected)
  })

  test('counts the share of its voxels that the prediction lost', () => {
    expect(vanishedShare(Uint8Array.of(2, 1, 0, 2, 2), organs, 2)).toBe(0.5)
    expect(vanishedShare(Uint8Array.of(0, 0, 0, 0, 0), organs, 3)).toBe(1)
  })

  test('PGD makes it vanish and leaves the other class', async () => {
    // Three bands of brightness: classes 0, 1 and 2 with borders at 0.4 and 0.6.
    const bands = pointwiseVictim([0, 10, 20], [0, -4, -10])
    const x = { shape: [1, 1, 1, 1, 3], data: Float32Array.of(0.3, 0.42, 0.9) }
    const aim = vanish(Uint8Array.of(0, 1, 2), 1)
    const { adversarial } = await attacks.pgd.run(task({ victim: bands, clean: x, aim }), { steps: 10, alpha: 0.01 })
    expect(adversarial.data[1]).toBeLessThan(0.4)
    expect(adversarial.data[2]).toBeGreaterThanOrEqual(Math.fround(0.9))
  })
})
