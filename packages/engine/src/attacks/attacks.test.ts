import { describe, expect, test } from 'vitest'
import type { FloatTensor } from '../tensor/index.ts'
import { pointwiseVictim } from '../test/pointwise-victim.ts'
import {
  type AttackName,
  type AttackTask,
  attacks,
  awayFrom,
  linfBall,
  losses,
  randomSource,
  towards,
} from './index.ts'

const shape = [1, 1, 1, 1, 4]
const clean = { shape, data: Float32Array.of(0, 0.25, 0.5, 1) }
// Brighter means class 1: the border lies at 1/2.
const label = Uint8Array.of(0, 0, 1, 1)
const brightness = () => pointwiseVictim([0, 8], [0, -4])

function task(overrides: Partial<AttackTask> = {}): AttackTask {
  return {
    victim: brightness(),
    clean,
    aim: awayFrom(label),
    loss: losses.ce,
    ball: linfBall(8 / 255),
    random: randomSource(['test']),
    ...overrides,
  }
}

const eps = Math.fround(8 / 255)

describe('sign attacks on a model of brightness', () => {
  test('fgsm moves each voxel by epsilon along the sign of the gradient and stays in [0, 1]', async () => {
    const { adversarial, losses: before } = await attacks.fgsm.run(task(), {})
    const expected = [eps, Math.fround(0.25 + eps), Math.fround(0.5 - eps), Math.fround(1 - eps)]
    expect([...adversarial.data]).toEqual(expected)
    expect(before).toHaveLength(1)
    expect([...clean.data]).toEqual([0, 0.25, 0.5, 1])
  })

  test('pgd adds alpha * sign in float32 and projects onto clean ± epsilon', async () => {
    const { adversarial } = await attacks.pgd.run(task(), { steps: 1, alpha: 0.01 })
    const alpha = Math.fround(0.01)
    const moved = (x: number, by: number) => Math.fround(x + Math.fround(Math.fround(x + by) - x))
    expect([...adversarial.data]).toEqual([alpha, moved(0.25, alpha), moved(0.5, -alpha), moved(1, -alpha)])
    const far = await attacks.pgd.run(task(), { steps: 20, alpha: 0.01 })
    expect(far.adversarial.data[0]).toBe(eps)
    expect(far.losses).toHaveLength(20)
    expect(far.losses[19]).toBeGreaterThan(far.losses[0] as number)
  })

  test('a target draws the prediction to it', async () => {
    const target = Uint8Array.of(1, 1, 1, 1)
    const { adversarial } = await attacks.pgd.run(task({ aim: towards(target) }), { steps: 5, alpha: 0.01 })
    expect(adversarial.data[1]).toBe(Math.fround(0.25 + eps))
    expect(adversarial.data[3]).toBe(1)
  })

  test('the best iterate is the one of greatest damage, not the last', async () => {
    let asked = 0
    const damage = () => [0, 5, 1, 2][asked++] ?? 0
    const best = await attacks.pgd.run(task({ damage }), { steps: 3, alpha: 0.01, iterate: 'best' })
    const afterOne = await attacks.pgd.run(task(), { steps: 1, alpha: 0.01 })
    expect(best.adversarial.data).toEqual(afterOne.adversarial.data)
  })

  test('a gradient of zero or NaN moves nothing', async () => {
    const still = await attacks.pgd.run(task({ victim: pointwiseVictim([0, 0], [0, 0]) }), { steps: 2, alpha: 0.01 })
    expect(still.adversarial.data).toEqual(clean.data)
    const lost = await attacks.pgd.run(task({ victim: pointwiseVictim([0, Number.NaN], [0, 0]) }), {
      steps: 2,
      alpha: 0.01,
    })
    expect(lost.adversarial.data).toEqual(clean.data)
  })

  const table: [AttackName, object][] = [
    ['fgsm', {}],
    ['bim', { steps: 5, alpha: 0.01 }],
    ['pgd', { steps: 5, alpha: 0.01, randomStart: true }],
    ['segpgd', { steps: 5, alpha: 0.01 }],
    ['cospgd', { steps: 5, alpha: 0.01, randomStart: true, form: 'published' }],
    ['cospgd', { steps: 5, alpha: 0.01, form: 'global' }],
  ]
  test.each(table)('%s %j stays in the ball and in [0, 1], and raises the loss', async (name, parameters) => {
    const { adversarial } = await attacks[name].run(task(), parameters)
    for (const [i, value] of adversarial.data.entries()) {
      expect(Math.abs(value - (clean.data[i] as number))).toBeLessThanOrEqual(eps + 2 ** -25)
      expect(value >= 0 && value <= 1).toBe(true)
    }
    const logits = (x: FloatTensor) => brightness().logits(x)
    expect(losses.ce(await logits(adversarial), label).loss).toBeGreaterThan(losses.ce(await logits(clean), label).loss)
  })

  test('an abort between steps throws its reason', async () => {
    const controller = new AbortController()
    const seen: number[] = []
    const onProgress = ({ step }: { step: number }) => {
      seen.push(step)
      if (step === 2) controller.abort(new Error('enough'))
    }
    const run = attacks.pgd.run(task({ onProgress, signal: controller.signal }), { steps: 9, alpha: 0.01 })
    await expect(run).rejects.toThrow('enough')
    expect(seen).toEqual([1, 2])
  })

  test('parameters that an attack does not know are refused', async () => {
    await expect(attacks.pgd.run(task(), { steps: 3, alpha: 0.01, restarts: 2 })).rejects.toThrow('restarts')
    await expect(attacks.pgd.run(task(), { steps: 0, alpha: 0.01 })).rejects.toThrow('steps')
  })
})

describe('noise', () => {
  test('gaussian noise has the asked deviation, stays in [0, 1] and asks nothing of the victim', async () => {
    const grey = { shape: [1, 1, 1, 100, 100], data: new Float32Array(10_000).fill(0.5) }
    const victim = brightness()
    const { adversarial } = await attacks['gaussian-noise'].run(task({ clean: grey, victim }), { sigma: 8 / 255 })
    const deltas = [...adversarial.data].map((value) => value - 0.5)
    const mean = deltas.reduce((a, b) => a + b, 0) / deltas.length
    const deviation = Math.sqrt(deltas.reduce((sum, delta) => sum + (delta - mean) ** 2, 0) / deltas.length)
    expect(Math.abs(mean)).toBeLessThan(0.001)
    expect(deviation).toBeGreaterThan(0.0305)
    expect(deviation).toBeLessThan(0.0325)
    expect(victim.calls).toEqual({ logits: 0, gradients: 0 })
  })
})

describe('random source', () => {
  test('equal keys give equal streams, any other part of the key another one', () => {
    const draw = (key: (string | number)[]) => {
      const random = randomSource(key)
      return Array.from({ length: 4 }, () => random.uniform())
    }
    expect(draw(['quick-1', 'phantom', 'case-1', 'pgd', 0])).toEqual(draw(['quick-1', 'phantom', 'case-1', 'pgd', 0]))
    expect(draw(['quick-1', 'phantom', 'case-1', 'pgd', 1])).not.toEqual(
      draw(['quick-1', 'phantom', 'case-1', 'pgd', 0]),
    )
  })

  test('the stream is fixed for ever: published results depend on it', () => {
    const random = randomSource(['voxproof'])
    const drawn = [random.uniform(), random.uniform(), random.uniform()]
    expect(drawn.map((value) => value * 2 ** 24)).toEqual([2165545, 3993630, 11902740])
  })
})
