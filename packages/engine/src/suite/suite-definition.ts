import { z } from 'zod'
import { type AttackName, attackNames, type LossName, lossNames } from '../attacks/index.ts'

const attackNameSchema = z.enum(attackNames as [AttackName, ...AttackName[]])
const lossNameSchema = z.enum(lossNames as [LossName, ...LossName[]])
const nameSchema = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/)
const normSchema = z.enum(['linf', 'l2'])

/** What kind of threat an entry models; `clean` and `noise` never enter the adversarial worst case. */
export const trackSchema = z.enum(['clean', 'noise', 'white-box', 'black-box', 'frequency'])
export type Track = z.infer<typeof trackSchema>

const parametersSchema = z.record(z.string(), z.union([z.number(), z.boolean(), z.string()]))

const suiteEntrySchema = z.strictObject({
  /** Unique within the suite, e.g. `pgd-8`. */
  name: nameSchema,
  /** Entries of one group run together as one part of an evaluation, in their order. */
  group: nameSchema,
  track: trackSchema,
  attack: z.union([z.literal('none'), attackNameSchema]),
  /** Loss that the attack ascends; null where it has its own or none. */
  loss: lossNameSchema.nullable(),
  /**
   * Bound in 1/255 grey levels; null where the attack is not bounded. In L-inf no voxel moves further; in L2 the root
   * mean square over the volume's V values (channels counted) does not exceed it: the radius is epsilon / 255 * sqrt(V).
   */
  epsilon: z.number().positive().nullable(),
  /** Absent: L-inf. Only L-inf entries count in the worst case at the headline epsilon and on the curve. */
  norm: normSchema.optional(),
  /** The attack's own, parsed by it; distances in units of the [0, 1] range. */
  parameters: parametersSchema,
  /** How often the attack runs, each time from another random stream; the worst result counts. */
  restarts: z.int().positive(),
  /** What takes the place of `restarts` and of single parameters where the file's reading doubts the model's gradient. */
  whenDoubted: z.strictObject({ parameters: parametersSchema, restarts: z.int().positive() }).partial().optional(),
  /** Names in the suite's surrogates whose gradients the attack uses in the victim's stead. */
  surrogates: z.array(z.string()).nonempty().optional(),
  /** Name of an earlier entry of the group whose volume the attack begins from, projected into its own ball. */
  start: nameSchema.optional(),
  /**
   * The organ that shall vanish into the background instead of all classes being attacked: its class, or the foreground
   * class with most or fewest voxels in the case's label (the lower class on ties).
   */
  vanish: z.union([z.int().positive(), z.enum(['largest', 'smallest'])]).optional(),
  /**
   * The attacked volume is cut off to whole grey levels of 1/255, as the paper's authors store what they transfer. That
   * moves voxels by up to one level more than the bound; what comes of it is what is measured.
   */
  storedAs: z.literal('uint8').optional(),
})
export type SuiteEntry = z.infer<typeof suiteEntrySchema>

const surrogateSchema = z.strictObject({
  /** Unique within a dataset, e.g. `UNet`. */
  name: z.string().min(1),
  family: z.string(),
  datasetId: z.string(),
  /** SHA-256 of the ONNX file, lower-case hex. */
  modelHash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type SurrogateReference = z.infer<typeof surrogateSchema>

/**
 * APGD by successive halving, one part per case and one outcome `apgd-<epsilon>` for each epsilon. Candidates are losses
 * x restarts; after each round but the last, the share `keep` of them whose volumes have the lowest foreground Dice goes
 * on from where it got. Restart 0 starts from the volume found at the next smaller epsilon. A case at or below
 * `lostBelow` is not attacked again: its volume stands at the larger epsilons too.
 */
const ladderSchema = z.strictObject({
  group: nameSchema,
  attack: z.literal('apgd'),
  losses: z.array(lossNameSchema).nonempty(),
  restarts: z.int().positive(),
  /** In 1/255, L-inf, ascending. */
  epsilons: z.array(z.number().positive()).nonempty(),
  rounds: z.array(z.strictObject({ steps: z.int().positive() })).nonempty(),
  keep: z.number().positive().max(1),
  lostBelow: z.number().min(0).max(1),
})
export type LadderDefinition = z.infer<typeof ladderSchema>

const diagnosisSchema = z.strictObject({
  group: z.literal('diagnosis'),
  /** How many of the dataset's first cases are diagnosed. */
  cases: z.int().positive(),
})

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
    /**
     * `end-to-end` (absent): gradients go through the sliding window. `tiles`: dense tiles of the window's shape are
     * attacked apart, stitched, and the stitched volume is predicted by sliding window; the paper's metrics stand beside.
     */
    protocol: z.enum(['end-to-end', 'tiles']).optional(),
    entries: z.array(suiteEntrySchema).nonempty(),
    ladder: ladderSchema.optional(),
    /** Frozen models that black-box entries differentiate; a submission that is one of them is never attacked with itself. */
    surrogates: z.array(surrogateSchema).optional(),
    diagnosis: diagnosisSchema.optional(),
  })
  .refine((suite) => new Set(namesOf(suite)).size === namesOf(suite).length, {
    message: 'Two entries have the same name.',
  })
  .refine(({ entries }) => entries.filter(({ track }) => track === 'clean').length === 1, {
    message: 'A suite has exactly one clean entry.',
  })
  .refine(({ entries, ladder }) => entries.every(({ group }) => group !== ladder?.group), {
    message: "The ladder's group holds nothing else.",
  })
  .refine(({ entries }) => entries.every((entry, index) => startsEarlier(entry, entries.slice(0, index))), {
    message: 'An entry starts from an earlier one of its own group.',
  })
  .refine(({ entries, surrogates = [] }) => entries.every((entry) => isKnown(entry, surrogates)), {
    message: 'An entry names a surrogate that the suite does not have.',
  })
  .refine(({ surrogates = [] }) => new Set(surrogates.map(surrogateKey)).size === surrogates.length, {
    message: 'Two surrogates of one dataset have the same name.',
  })
  .refine(({ entries }) => entries.every(({ whenDoubted, start }) => !whenDoubted || start === undefined), {
    message: 'An entry that starts from another cannot run once more without it.',
  })
  .refine(({ entries, protocol }) => protocol !== 'tiles' || entries.every(({ norm }) => norm !== 'l2'), {
    message: 'Tiles are attacked in L-inf alone: bounds of tiles in L2 do not add up to one of the volume.',
  })
export type SuiteDefinition = z.infer<typeof suiteDefinitionSchema>

interface Named {
  readonly entries: readonly { readonly name: string }[]
  readonly ladder?: LadderDefinition | undefined
}

function namesOf({ entries, ladder }: Named): string[] {
  return [...entries.map(({ name }) => name), ...(ladder?.epsilons ?? []).map(ladderEntryName)]
}

function startsEarlier({ start, group }: SuiteEntry, earlier: readonly SuiteEntry[]): boolean {
  return start === undefined || earlier.some((entry) => entry.name === start && entry.group === group)
}

function isKnown({ surrogates = [] }: SuiteEntry, references: readonly SurrogateReference[]): boolean {
  return surrogates.every((name) => references.some((reference) => reference.name === name))
}

function surrogateKey({ name, datasetId }: SurrogateReference): string {
  return `${datasetId}/${name}`
}

/** Name of the ladder's outcome at this epsilon. */
export function ladderEntryName(epsilon: number): string {
  return `apgd-${epsilon}`
}

/** True for entries that count in the worst case at this bound: adversarial ones that stay within it, in L-inf. */
export function isAdversarialWithin(
  entry: { track: Track; epsilon: number | null; norm?: 'linf' | 'l2' | undefined },
  epsilon: number,
): boolean {
  return (
    entry.track !== 'clean' &&
    entry.track !== 'noise' &&
    entry.norm !== 'l2' &&
    entry.epsilon !== null &&
    entry.epsilon <= epsilon
  )
}
