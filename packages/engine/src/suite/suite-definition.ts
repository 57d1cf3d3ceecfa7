import { z } from 'zod'
import { type AttackName, attackNames, type LossName, lossNames } from '../attacks/index.ts'

const attackNameSchema = z.enum(attackNames as [AttackName, ...AttackName[]])
const lossNameSchema = z.enum(lossNames as [LossName, ...LossName[]])

/** What kind of threat an entry models; `clean` and `noise` never enter the adversarial worst case. */
export const trackSchema = z.enum(['clean', 'noise', 'white-box', 'black-box', 'frequency'])
export type Track = z.infer<typeof trackSchema>

const suiteEntrySchema = z.strictObject({
  /** Unique within the suite, e.g. `pgd-8`. */
  name: z.string().regex(/^[a-z0-9-]+$/),
  /** Entries of one group run together as one part of an evaluation. */
  group: z.string().regex(/^[a-z0-9-]+$/),
  track: trackSchema,
  attack: z.union([z.literal('none'), attackNameSchema]),
  /** Loss that the attack ascends; null where it has its own or none. */
  loss: lossNameSchema.nullable(),
  /** L-inf bound in 1/255 grey levels; null where the attack is not bounded. */
  epsilon: z.number().positive().nullable(),
  /** The attack's own, parsed by it; distances in units of the [0, 1] range. */
  parameters: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
  /** How often the attack runs, each time from another random stream; the worst result counts. */
  restarts: z.int().positive(),
})
export type SuiteEntry = z.infer<typeof suiteEntrySchema>

/** A suite is data: it never changes once published, a change makes a new version under a new id. */
export const suiteDefinitionSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z]+-[0-9]+$/),
    /** From which every random number of an evaluation derives. */
    seed: z.int().nonnegative(),
    /** The bound, in 1/255, at which the ranking reads the worst case. */
    headlineEpsilon: z.number().positive(),
    bootstrapSamples: z.int().positive(),
    slidingWindow: z.strictObject({
      overlap: z.number().min(0).lt(1),
      blending: z.enum(['constant', 'gaussian']),
    }),
    entries: z.array(suiteEntrySchema).nonempty(),
  })
  .refine(({ entries }) => new Set(entries.map(({ name }) => name)).size === entries.length, {
    message: 'Two entries have the same name.',
  })
  .refine(({ entries }) => entries.filter(({ track }) => track === 'clean').length === 1, {
    message: 'A suite has exactly one clean entry.',
  })
export type SuiteDefinition = z.infer<typeof suiteDefinitionSchema>

/** Names of the suite's parts, in order of their first entry: each is one job per case. */
export function partGroups(suite: SuiteDefinition): string[] {
  return [...new Set(suite.entries.map(({ group }) => group))]
}

/** True for entries that count in the worst case at this bound: adversarial ones that stay within it. */
export function isAdversarialWithin(entry: { track: Track; epsilon: number | null }, epsilon: number): boolean {
  return entry.track !== 'clean' && entry.track !== 'noise' && entry.epsilon !== null && entry.epsilon <= epsilon
}
