import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deriveVjp } from '../differentiate/index.ts'
import { slidingWindowVictim } from '../inference/index.ts'
import { decodeModel, specialise } from '../onnx/index.ts'
import { type GradientSessions, openGradientSessions } from '../runtime/gradient-sessions.ts'
import { openWindowModel } from '../runtime/index.ts'
import { isMissing, largestDifference, readBytes, readFloats, readJson } from '../test/shared-data.ts'
import {
  type AttackName,
  type AttackTask,
  attacks,
  awayFrom,
  linfBall,
  losses,
  randomSource,
  towards,
  type Victim,
} from './index.ts'

interface Meta {
  readonly clean: { readonly loss: number }
  readonly attacks: Readonly<Record<string, { readonly loss_after: number; readonly linf: number }>>
}

const shape = [1, 1, 32, 32, 32]
const steps = { steps: 20, alpha: 0.01 }

describe.skipIf(isMissing('oracle/attacks/meta.json'))("attacks on a U-Net as the paper's authors compute them", () => {
  let sessions: GradientSessions
  let victim: Victim
  const meta = readJsonIfThere()
  // The graph as derived, not lowered: a rewrite's rounding flips the sign of a gradient of 1e-11, and sign attacks
  // carry that on to thousands of voxels.
  beforeAll(async () => {
    const file = readBytes('oracle/unet-ts17/model.onnx')
    sessions = await openGradientSessions(deriveVjp(specialise(decodeModel(file), shape)), file, { threads: 2 })
    victim = victimOf(sessions)
  })
  afterAll(() => sessions.close())

  const task = (epsilon: number, aim: AttackTask['aim']): AttackTask => ({
    victim,
    clean: { shape, data: readFloats('oracle/unet-ts17/input.f32') },
    aim,
    loss: losses.dicece,
    ball: linfBall(epsilon / 255),
    random: randomSource(['oracle']),
  })
  const label = () => readBytes('oracle/unet-ts17/labels.u8')

  const table: [string, AttackName, number, object][] = [
    ['fgsm_eps8', 'fgsm', 8, {}],
    ['bim_eps8_a01_20', 'bim', 8, steps],
    ['pgd_eps8_a01_20_repo', 'pgd', 8, steps],
    ['cospgd_eps8_a01_20', 'cospgd', 8, { ...steps, form: 'global' }],
    ['segpgd_eps8_a01_20', 'segpgd', 8, { ...steps, form: 'global' }],
  ]
  test.each(table)('%s: every voxel and the final loss', async (name, attack, epsilon, parameters) => {
    const { adversarial, losses: found } = await attacks[attack].run(task(epsilon, awayFrom(label())), parameters)
    expect(largestDifference(adversarial.data, readFloats(`oracle/attacks/${name}.f32`))).toBeLessThan(1e-6)
    const after = losses.dicece(await victim.logits(adversarial), label())
    expect(after.loss).toBeCloseTo(meta.attacks[name]?.loss_after ?? Number.NaN, 5)
    if (name !== 'pgd_eps8_a01_20_repo') return
    const { losses: expected } = readJson('oracle/unet-ts17/losses.json') as { losses: number[] }
    expect(largestDifference(found, expected)).toBeLessThan(1e-6)
  })

  test('pgd_eps4_a01_20_repo: nine voxels in ten, and the final loss to one in a thousand', async () => {
    const { adversarial } = await attacks.pgd.run(task(4, awayFrom(label())), steps)
    const expected = readFloats('oracle/attacks/pgd_eps4_a01_20_repo.f32')
    const equal = adversarial.data.filter((value, i) => Math.abs(value - (expected[i] as number)) < 1e-6).length
    expect(equal / expected.length).toBeGreaterThan(0.9)
    const after = losses.dicece(await victim.logits(adversarial), label()).loss
    const expectedLoss = meta.attacks.pgd_eps4_a01_20_repo?.loss_after ?? Number.NaN
    expect(Math.abs(after / expectedLoss - 1)).toBeLessThan(1e-3)
  })

  test('fgsm_eps4_targeted_class0: towards all background', async () => {
    const target = new Uint8Array(32 ** 3)
    const { adversarial } = await attacks.fgsm.run(task(4, towards(target)), {})
    const expected = readFloats('oracle/attacks/fgsm_eps4_targeted_class0.f32')
    expect(largestDifference(adversarial.data, expected)).toBeLessThan(1e-6)
  })

  test('through the lowered graph the losses of twenty steps stay within one per cent', async () => {
    const windowShape = [32, 32, 32] as const
    const model = await openWindowModel(readBytes('oracle/unet-ts17/model.onnx'), { windowShape, threads: 2 })
    const lowered = slidingWindowVictim(model, { volumeShape: shape, overlap: 0, blending: 'constant' })
    const { losses: found } = await attacks.pgd.run({ ...task(8, awayFrom(label())), victim: lowered }, steps)
    const { losses: expected } = readJson('oracle/unet-ts17/losses.json') as { losses: number[] }
    for (const [i, loss] of expected.entries()) expect(Math.abs((found[i] ?? 0) / loss - 1)).toBeLessThan(0.01)
    await model.close()
  })
})

/** One window of the volume's shape, three classes. */
function victimOf(sessions: GradientSessions): Victim {
  const logitsShape = [1, 3, 32, 32, 32]
  const logits: Victim['logits'] = async (x) => ({ shape: logitsShape, data: await sessions.forward(x) })
  return {
    classCount: 3,
    logits,
    async lossGradient(x, objective) {
      const z = await logits(x)
      const { loss, dz } = objective(z)
      return { loss, logits: z, dx: { shape, data: await sessions.backward({ shape: logitsShape, data: dz }) } }
    },
  }
}

function readJsonIfThere(): Meta {
  return isMissing('oracle/attacks/meta.json')
    ? { clean: { loss: 0 }, attacks: {} }
    : (readJson('oracle/attacks/meta.json') as Meta)
}
