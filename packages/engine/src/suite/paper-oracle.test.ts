import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Victim } from '../attacks/index.ts'
import { deriveVjp } from '../differentiate/index.ts'
import { slidingWindowVictim } from '../inference/index.ts'
import { decodeModel, specialise } from '../onnx/index.ts'
import { type GradientSessions, openGradientSessions } from '../runtime/gradient-sessions.ts'
import { openWindowModel } from '../runtime/index.ts'
import type { FloatTensor } from '../tensor/index.ts'
import { isMissing, largestDifference, readBytes, readFloats, readJson } from '../test/shared-data.ts'
import { type AttackOutcome, type PartRequest, runPart, type SuiteEntry, suites } from './index.ts'

const paper = suites['paper-1']
const [clean] = paper.entries.filter(({ track }) => track === 'clean')
if (!clean) throw new Error('paper-1 has no clean entry.')
const entry = (fields: Partial<SuiteEntry>): SuiteEntry => ({ ...clean, name: 'attack', group: 'attack', ...fields })
const named = (name: string): SuiteEntry => {
  const found = paper.entries.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`paper-1 has no entry ${name}.`)
  return found
}

type Case = Pick<PartRequest, 'victim' | 'tile' | 'image' | 'label'>

/** One entry run as a part of its own under the paper's protocol. */
async function runAlone(one: SuiteEntry, on: Case): Promise<{ outcome: AttackOutcome; volume: Float32Array }> {
  let volume = new Float32Array(0)
  const { outcomes } = await runPart({
    ...on,
    suite: { ...paper, entries: [clean as SuiteEntry, one] },
    group: one.group,
    spacingMm: [1, 1, 1],
    classCount: 3,
    caseKey: 'case-1',
    datasetId: 'oracle',
    modelHash: '0',
    gradient: 'available',
    onVolume: async (_, { data }: FloatTensor) => {
      volume = Float32Array.from(data)
    },
  })
  const [outcome] = outcomes
  if (!outcome) throw new Error('The part has no outcome.')
  return { outcome, volume }
}

interface Meta {
  readonly attacks: Readonly<Record<string, { dice_after: number[]; linf: number; l2: number }>>
}

describe.skipIf(isMissing('oracle/attacks/meta.json'))(
  "entries of the paper track on a U-Net, as the authors' code has them",
  () => {
    let sessions: GradientSessions
    let on: Case
    const shape = [32, 32, 32] as const
    // The graph as derived: a rewrite's rounding flips signs of gradients of 1e-11, which sign attacks carry on.
    beforeAll(async () => {
      const file = readBytes('oracle/unet-ts17/model.onnx')
      sessions = await openGradientSessions(deriveVjp(specialise(decodeModel(file), [1, 1, ...shape])), file, {
        threads: 2,
      })
      const victim = victimOf(sessions)
      const image = { shape: [1, 1, ...shape], data: readFloats('oracle/unet-ts17/input.f32') }
      on = { victim, tile: { shape, victim }, image, label: { shape, data: readBytes('oracle/unet-ts17/labels.u8') } }
    })
    afterAll(() => sessions.close())

    const withoutStart = entry({
      ...named('cospgd-8'),
      parameters: { ...named('cospgd-8').parameters, randomStart: false },
    })
    const exact: [string, () => SuiteEntry][] = [
      ['fgsm_eps8', () => named('fgsm-8')],
      ['bim_eps8_a01_20', () => named('bim-8')],
      ['pgd_eps8_a01_20_repo', () => named('pgd-8')],
      ['segpgd_eps8_a01_20', () => named('segpgd-8')],
      ['cospgd_eps8_a01_20', () => withoutStart],
    ]
    test.each(exact)('%s: every voxel, Dice, distances and the loss of each step', async (name, of) => {
      const { outcome, volume } = await runAlone(of(), on)
      const expected = (readJson('oracle/attacks/meta.json') as Meta).attacks[name]
      expect(largestDifference(volume, readFloats(`oracle/attacks/${name}.f32`))).toBeLessThan(1e-6)
      for (const [k, dice] of (expected?.dice_after ?? []).entries()) expect(outcome.dice[k]).toBeCloseTo(dice, 5)
      expect(outcome.linf).toBeCloseTo(expected?.linf ?? 0, 6)
      expect(outcome.l2).toBeCloseTo(expected?.l2 ?? 0, 3)
      const mean = (expected?.dice_after ?? []).reduce((sum, dice) => sum + dice / 3, 0)
      expect(outcome.paper?.dice).toBeCloseTo(mean, 5)
      if (name !== 'pgd_eps8_a01_20_repo') return
      const { losses } = readJson('oracle/unet-ts17/losses.json') as { losses: number[] }
      expect(outcome.losses).toHaveLength(20)
      expect(largestDifference(outcome.losses, losses)).toBeLessThan(1e-6)
    })

    test('vafa3d_b16_q30_nonorm: every voxel, Dice and distances; the SSIM is reported', async () => {
      const { name, parameters } = named('vafa-30')
      const smaller = entry({ ...named(name), parameters: { ...parameters, block: 16, ssim: false } })
      const { outcome, volume } = await runAlone(smaller, on)
      const expected = (readJson('oracle/attacks/meta.json') as Meta).attacks.vafa3d_b16_q30_nonorm
      expect(largestDifference(volume, readFloats('oracle/attacks/vafa3d_b16_q30_nonorm.f32'))).toBeLessThan(2e-6)
      for (const [k, dice] of (expected?.dice_after ?? []).entries()) expect(outcome.dice[k]).toBeCloseTo(dice, 5)
      expect(outcome.linf).toBeCloseTo(expected?.linf ?? 0, 5)
      expect(outcome.l2).toBeCloseTo(expected?.l2 ?? 0, 3)
      expect(outcome.ssim).toBeGreaterThan(0.5)
      expect(outcome.ssim).toBeLessThan(1)
    })

    test('stored as unsigned bytes, the volume is cut off to whole grey levels', async () => {
      const { volume } = await runAlone(entry({ ...named('fgsm-8'), storedAs: 'uint8' }), on)
      const expected = readFloats('oracle/attacks/fgsm_eps8.f32').map(
        (value) => Math.trunc(Math.fround(255 * value)) / 255,
      )
      expect(largestDifference(volume, expected)).toBeLessThan(1e-7)
    })
  },
)

describe.skipIf(isMissing('oracle/sliding/meta.json'))('dense tiles attacked apart', () => {
  test('patch_attack_pgd5: the losses of each tile and step, and nine voxels in ten', async () => {
    const shape = [70, 60, 50] as const
    const window = [32, 32, 32] as const
    const model = await openWindowModel(readBytes('oracle/sliding/model.onnx'), { windowShape: window, threads: 2 })
    const image = { shape: [1, 1, ...shape], data: readFloats('oracle/sliding/input.f32') }
    const victim = slidingWindowVictim(model, { volumeShape: image.shape, ...paper.slidingWindow })
    const one = slidingWindowVictim(model, { volumeShape: [1, 1, ...window], overlap: 0, blending: 'constant' })
    const label = { shape, data: readBytes('oracle/sliding/labels.u8') }
    const pgd = entry({ ...named('pgd-8'), parameters: { steps: 5, alpha: 0.01 } })
    const { outcome, volume } = await runAlone(pgd, { victim, tile: { shape: window, victim: one }, image, label })
    await model.close()
    const { patch_attack: patches } = readJson('oracle/sliding/meta.json') as { patch_attack: { losses: number[][] } }
    const expected = patches.losses.flat()
    expect(outcome.losses).toHaveLength(12 * 5)
    for (const [i, loss] of expected.entries())
      expect(Math.abs((outcome.losses[i] ?? 0) / loss - 1)).toBeLessThan(0.001)
    const theirs = readFloats('oracle/sliding/patch_attack_pgd5.f32')
    const equal = volume.filter((value, i) => Math.abs(value - (theirs[i] as number)) < 1e-6).length
    expect(equal / theirs.length).toBeGreaterThan(0.9)
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
      const dx = await sessions.backward({ shape: logitsShape, data: dz })
      return { loss, logits: z, dx: { shape: x.shape, data: dx } }
    },
  }
}
