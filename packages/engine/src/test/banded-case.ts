import { type PartRequest, type SuiteDefinition, type SuiteEntry, suites } from '../suite/index.ts'
import { pointwiseVictim } from './pointwise-victim.ts'

const shape = [4, 5, 6] as const
const label = { shape, data: Uint8Array.from({ length: 120 }, (_, v) => (v % 6 < 2 ? 1 : v % 6 === 5 ? 2 : 0)) }
const brightness = [0.38, 0.42, 0.62]
const image = { shape: [1, 1, ...shape], data: Float32Array.from(label.data, (k) => brightness[k] ?? 0) }
const bands = () => pointwiseVictim([0, 50, 100], [0, -20, -50])
const [clean] = suites['quick-1'].entries.filter(({ track }) => track === 'clean')
if (!clean) throw new Error('quick-1 has no clean entry.')
const hash = (digit: string) => digit.repeat(64)
const surrogates = ['a', 'b'].map((name) => ({ name, family: 'test', datasetId: 'test', modelHash: hash(name) }))

const entry = (fields: Partial<SuiteEntry>): SuiteEntry => ({
  ...{ ...clean, name: 'attack', group: 'attack', track: 'white-box', attack: 'pgd', loss: 'dicece', epsilon: 8 },
  ...{ parameters: { steps: 20, alpha: 0.01 }, ...fields },
})

/**
 * Two organs, a large and a small one, in three bands of brightness with borders at 0.4 and 0.6, and a model `bands` that
 * sees them right; surrogates a and b are that model too. `entry` is PGD at 8/255 but for what it is given, `request` a
 * part of these entries.
 */
export const bandedCase = {
  ...{ shape, label, image, bands, hash, entry },
  given: () => surrogates.map(({ name, modelHash }) => ({ name, modelHash, windowShape: shape, victim: bands() })),
  transfer: entry({
    ...{ track: 'black-box', attack: 'transfer', parameters: { steps: 5, alpha: 0.01 }, surrogates: ['a', 'b'] },
  }),
  request(entries: readonly SuiteEntry[], more: Partial<PartRequest> = {}): PartRequest {
    const suite: SuiteDefinition = { ...suites['quick-1'], entries: [clean, ...entries], surrogates }
    const common = { spacingMm: [1, 1, 1], classCount: 3, caseKey: 'case-1', datasetId: 'test' } as const
    const model = { victim: bands(), modelHash: '0', gradient: 'available' } as const
    return { suite, group: 'attack', image, label, ...common, ...model, ...more }
  },
}
