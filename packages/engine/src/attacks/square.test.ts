import { describe, expect, test } from 'vitest'
import { pointwiseVictim } from '../test/pointwise-victim.ts'
import { type AttackTask, attacks, awayFrom, l2Ball, linfBall, losses, randomSource } from './index.ts'
import { boxShare } from './square.ts'

const eps = Math.fround(8 / 255)
const shape = [1, 1, 6, 5, 4]
const clean = { shape, data: Float32Array.from({ length: 120 }, (_, i) => 0.3 + 0.4 * Number(i % 4 > 1)) }
const label = Uint8Array.from(clean.data, (value) => Number(value > 0.5))
const brightness = () => pointwiseVictim([0, 8], [0, -4])

function task(overrides: Partial<AttackTask> = {}): AttackTask {
  const common = { clean, aim: awayFrom(label), loss: losses.ce, random: randomSource(['square']) }
  return { victim: brightness(), ball: linfBall(8 / 255), ...common, ...overrides }
}

describe('square attack', () => {
  test('asks for predictions alone, as many as it may', async () => {
    const victim = brightness()
    const { losses: seen } = await attacks.square.run(task({ victim }), { queries: 30 })
    expect(victim.calls).toEqual({ logits: 30, gradients: 0 })
    expect(seen).toHaveLength(30)
  })

  test('its first volume is made of rods along the first axis, each at one side of the ball', async () => {
    const { adversarial } = await attacks.square.run(task(), { queries: 1 })
    const deltas = adversarial.data.map((value, i) => value - (clean.data[i] as number))
    for (const [i, delta] of deltas.entries()) {
      expect(Math.abs(delta)).toBeCloseTo(eps, 6)
      expect(Math.sign(delta)).toBe(Math.sign(deltas[i % 20] as number))
    }
    expect(new Set(deltas.map(Math.sign))).toEqual(new Set([-1, 1]))
  })

  test('never lets the objective fall, and comes near the corner where it is greatest', async () => {
    const { adversarial, losses: seen } = await attacks.square.run(task(), { queries: 600 })
    expect(seen.every((loss, i) => i === 0 || loss >= (seen[i - 1] as number))).toBe(true)
    const wanted = adversarial.data.filter((value, i) => value - (clean.data[i] as number) > 0 === (label[i] === 0))
    expect(wanted.length).toBeGreaterThan(110)
    expect(Math.max(...adversarial.data.map((value, i) => Math.abs(value - (clean.data[i] as number))))).toBeLessThan(
      eps + 1e-7,
    )
  })

  test("halves the boxes at AutoAttack's ten-thousandths of the queries", () => {
    const shares = [0, 0.001, 0.0011, 0.0051, 0.03, 0.15, 0.5, 0.81].map(boxShare)
    expect(shares).toEqual([1, 1, 1 / 2, 1 / 4, 1 / 8, 1 / 32, 1 / 128, 1 / 512])
  })

  test('equal streams give equal volumes', async () => {
    const run = () => attacks.square.run(task({ random: randomSource(['again']) }), { queries: 20 })
    expect(await run()).toEqual(await run())
  })

  test('is refused in an L2 ball', async () => {
    await expect(attacks.square.run(task({ ball: l2Ball(1) }), { queries: 1 })).rejects.toThrow('needs an L-inf ball')
  })
})
