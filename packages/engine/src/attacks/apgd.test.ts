import { describe, expect, test } from 'vitest'
import type { FloatTensor } from '../tensor/index.ts'
import { pointwiseVictim } from '../test/pointwise-victim.ts'
import { apgdParametersSchema, radiusSchedule } from './apgd.ts'
import { apgdCheckpoints } from './apgd-stage.ts'
import type { AttackTask } from './attack.ts'
import { apgd, awayFrom, type Ball, l2Ball, linfBall, losses, randomSource } from './index.ts'

const eps = Math.fround(8 / 255)
const clean = { shape: [1, 1, 1, 1, 4], data: Float32Array.of(0.2, 0.4, 0.5, 0.9) }
// The second logit is the voxel itself.
const identity = () => pointwiseVictim([0, 1], [0, 0])

function task(overrides: Partial<AttackTask> = {}): AttackTask {
  const label = Uint8Array.of(0, 0, 1, 1)
  const common = { clean, aim: awayFrom(label), loss: losses.ce, random: randomSource(['apgd']) }
  return { victim: identity(), ball: linfBall(8 / 255), ...common, ...overrides }
}

/** -sum_v weight_v (x_v - peak_v)^2, greatest at `peak`. */
function hill(peak: readonly number[], weight = peak.map(() => 1)): AttackTask['loss'] {
  return ({ data }) => {
    const dz = new Float32Array(data.length)
    let loss = 0
    for (const [v, at] of peak.entries()) {
      const away = (data[peak.length + v] as number) - at
      loss -= (weight[v] as number) * away ** 2
      dz[peak.length + v] = -2 * (weight[v] as number) * away
    }
    return { loss, dz }
  }
}

const parameters = (given: object) => apgdParametersSchema.parse(given)
const farthest = (a: FloatTensor, b: readonly number[]) =>
  Math.max(...b.map((at, v) => Math.abs((a.data[v] ?? 0) - at)))

describe('apgd', () => {
  test('judges the step at 22, 41, 57, 70, 80, 87, 93 and 99 of 100 iterations, as the paper has it', () => {
    expect(apgdCheckpoints(100)).toEqual([22, 41, 57, 70, 80, 87, 93, 99])
  })

  test('spends 30, 30 and 40 % of the steps on 2, 1.5 and 1 times the radius, and no fewer than asked', () => {
    expect(radiusSchedule(20)).toEqual([
      { radius: 2, steps: 6 },
      { radius: 1.5, steps: 6 },
      { radius: 1, steps: 8 },
    ])
    expect(radiusSchedule(3)).toEqual([{ radius: 1, steps: 3 }])
  })

  test('reaches a corner of the ball where the objective is monotonous, with one gradient a step', async () => {
    const victim = identity()
    const { adversarial, losses: seen } = await apgd(task({ victim }), parameters({ steps: 10 }))
    const expected = [0.2 + eps, 0.4 + eps, 0.5 - eps, 0.9 - eps]
    expect(farthest(adversarial, expected)).toBeLessThan(1e-7)
    expect(seen).toHaveLength(10)
    // The clean volume and the last iterate are predicted beside it.
    expect(victim.calls).toEqual({ gradients: 10, logits: 2 })
  })

  test('the second step moves by 3/4 of the projected step and 1/4 of the first', async () => {
    const visited: number[] = []
    const damage = ({ data }: FloatTensor) => visited.push(data[4] as number)
    // The peak lies between the clean volume and the first iterate, which jumps over it; the first checkpoint is step 3.
    const loss = hill([0.21, 0.4, 0.5, 0.9])
    const run = parameters({ steps: 10, randomStart: false, shrinkingRadius: false })
    await apgd(task({ loss, damage }), run)
    const first = 0.2 + eps
    const second = first + 0.75 * (0.2 - eps - first) + 0.25 * (first - 0.2)
    expect(visited[1]).toBeCloseTo(first, 6)
    expect(visited[2]).toBeCloseTo(second, 6)
  })

  test('halves the step until it stands on a peak inside the ball, where steps of fixed size jump over it', async () => {
    const peak = [0.21, 0.39, 0.504, 0.9]
    const { adversarial } = await apgd(task({ loss: hill(peak) }), parameters({ steps: 100, shrinkingRadius: false }))
    expect(farthest(adversarial, peak)).toBeLessThan(eps / 20)
  })

  test('follows the gradient itself in L2: half the peak for a peak out of reach', async () => {
    const direction = [0.1, -0.05, 0.02, 0.01]
    const peak = direction.map((by, v) => (clean.data[v] as number) + by)
    const run = parameters({ steps: 60 })
    const { adversarial } = await apgd(task({ loss: hill(peak), ball: l2Ball(0.05) }), run)
    const scale = 0.05 / Math.hypot(...direction)
    const nearest = direction.map((by, v) => (clean.data[v] as number) + by * scale)
    expect(farthest(adversarial, nearest)).toBeLessThan(1e-3)
  })

  test.each([linfBall(0.05), l2Ball(0.05)])('stays in the ball after the larger radii ($norm)', async (ball: Ball) => {
    const { adversarial } = await apgd(task({ ball }), parameters({ steps: 7 }))
    const deltas = adversarial.data.map((value, v) => value - (clean.data[v] as number))
    const size = ball.norm === 'linf' ? Math.max(...deltas.map(Math.abs)) : Math.hypot(...deltas)
    expect(size).toBeLessThanOrEqual(0.05 + 1e-7)
    expect(size).toBeGreaterThan(0.049)
  })

  test('gives back the clean volume where nothing does more damage', async () => {
    const damage = ({ data }: FloatTensor) => (data.slice(4).every((x, v) => x === clean.data[v]) ? 1 : 0)
    const { adversarial } = await apgd(task({ damage }), parameters({ steps: 6 }))
    expect([...adversarial.data]).toEqual([...clean.data])
  })

  test.each([true, false])(
    'begins at the given start, itself a candidate once projected (shrinking: %s)',
    async (shrinkingRadius) => {
      const start = { shape: clean.shape, data: Float32Array.of(0.3, 0.3, 0.5, 0.9) }
      const damage = ({ data }: FloatTensor) =>
        Number(data[4] === Math.fround(0.25) && data[5] === Math.fround(0.35) && data[6] === 0.5)
      const run = parameters({ steps: 6, shrinkingRadius })
      const { adversarial } = await apgd(task({ start, ball: linfBall(0.05), damage }), run)
      expect(farthest(adversarial, [0.25, 0.35, 0.5, 0.9])).toBeLessThan(1e-6)
    },
  )

  test('equal streams give equal volumes, others another start', async () => {
    const run = (restart: number) =>
      apgd(
        task({ random: randomSource(['apgd', restart]), loss: hill([0.21, 0.39, 0.5, 0.9]) }),
        parameters({ steps: 5 }),
      )
    const [first, again, other] = [await run(0), await run(0), await run(1)]
    expect(again).toEqual(first)
    expect(other.losses[0]).not.toBe(first.losses[0])
  })

  test.each(['masked-ce', 'balanced-masked-ce', 'js', 'dicece', 'cospgd-ce'] as const)('raises %s', async (name) => {
    const { adversarial } = await apgd(task({ loss: losses[name] }), parameters({ steps: 10 }))
    const label = Uint8Array.of(0, 0, 1, 1)
    const at = async (x: FloatTensor) => losses[name](await identity().logits(x), label).loss
    // A masked loss falls once voxels flip; the clean prediction has the last two right and none flips within 8/255.
    expect(await at(adversarial)).toBeGreaterThanOrEqual(await at(clean))
  })
})
