import { describe, expect, test } from 'vitest'
import { pointwiseVictim } from '../test/pointwise-victim.ts'
import { type AttackTask, attacks, awayFrom, l2Ball, linfBall, losses, randomSource } from './index.ts'

const shape = [1, 1, 6, 8, 8]
const random = randomSource(['vafa'])
const clean = {
  shape,
  data: Float32Array.from({ length: 384 }, (_, i) => 0.2 + 0.5 * Number(i % 8 > 3) + 0.1 * random.uniform()),
}
const label = Uint8Array.from(clean.data, (value) => Number(value > 0.5))
const brightness = () => pointwiseVictim([0, 8], [0, -4])

function task(overrides: Partial<AttackTask> = {}): AttackTask {
  const common = { clean, aim: awayFrom(label), loss: losses.ce, random: randomSource(['vafa']) }
  return { victim: brightness(), ball: linfBall(4 / 255), ...common, ...overrides }
}

describe('vafa', () => {
  test.each(['published', 'standard'] as const)(
    '%s form: in [0, 1], one gradient a step, seeded by nothing',
    async (form) => {
      const victim = brightness()
      const parameters = { steps: 6, qMax: 40, block: 4, form }
      const { adversarial, losses: seen } = await attacks.vafa.run(task({ victim }), parameters)
      expect(adversarial.data.every((value) => value >= 0 && value <= 1)).toBe(true)
      expect(victim.calls).toEqual({ gradients: 6, logits: 0 })
      expect(seen).toHaveLength(6)
      const again = await attacks.vafa.run(task({ random: randomSource(['other']) }), parameters)
      expect(again.adversarial.data).toEqual(adversarial.data)
    },
  )

  test('tables that cannot move quantise the volume: the standard form is rounded in earnest', async () => {
    const grey = { shape: [1, 1, 1, 1, 2], data: Float32Array.of(200 / 255, 100 / 255) }
    const run = { steps: 1, qMin: 30, qMax: 30, block: 2, ssim: false }
    const aim = awayFrom(Uint8Array.of(1, 0))
    const { adversarial } = await attacks.vafa.run(task({ clean: grey, aim }), run)
    // (72, -28) has coefficients 44 / sqrt 2 = 31.1 and 100 / sqrt 2 = 70.7: 30 and 60 after quantising by 30.
    const expected = [(90 / Math.SQRT2 + 128) / 255, (-30 / Math.SQRT2 + 128) / 255]
    expect(adversarial.data[0]).toBeCloseTo(expected[0] as number, 6)
    expect(adversarial.data[1]).toBeCloseTo(expected[1] as number, 6)
  })

  test.each([linfBall(4 / 255), l2Ball(0.2)])('the bounded variant stays in the ball ($norm)', async (ball) => {
    const { adversarial } = await attacks['vafa-bounded'].run(task({ ball }), { steps: 6, qMax: 40, block: 4 })
    const deltas = adversarial.data.map((value, i) => value - (clean.data[i] as number))
    const size = ball.norm === 'linf' ? Math.max(...deltas.map(Math.abs)) : Math.hypot(...deltas)
    expect(size).toBeLessThanOrEqual(ball.epsilon + 1e-6)
    expect(size).toBeGreaterThan(ball.epsilon / 2)
  })

  test('the renormalised variant spans [0, 1] in each slice of the last axis', async () => {
    const { adversarial } = await attacks['vafa-renormalised'].run(task(), { steps: 3, qMax: 20, block: 4 })
    for (let w = 0; w < 8; w++) {
      const slice = adversarial.data.filter((_, i) => i % 8 === w)
      expect([Math.min(...slice), Math.max(...slice)]).toEqual([0, 1])
    }
  })

  test('steps against the tables raise the objective above that of tables left alone', async () => {
    const run = { steps: 12, qMax: 60, block: 4, ssim: false, form: 'published' }
    const { losses: seen } = await attacks.vafa.run(task(), run)
    const { losses: still } = await attacks.vafa.run(task(), { ...run, qMin: 60 })
    expect(seen.at(-1)).toBeGreaterThan(still.at(-1) as number)
  })

  test('a lower bound above the upper one is refused', async () => {
    await expect(attacks.vafa.run(task(), { qMax: 4 })).rejects.toThrow("VAFA's qMin is 5; it must not exceed qMax, 4.")
  })
})
