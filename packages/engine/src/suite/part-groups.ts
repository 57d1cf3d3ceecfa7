import { attacks } from '../attacks/index.ts'
import { ladderEntryName, type SuiteDefinition, type SuiteEntry, type SurrogateReference } from './suite-definition.ts'

/** Whether a model's gradient can be asked for; without it, entries that differentiate the model itself are left out. */
export type GradientAvailability = 'available' | 'none'

/** What decides which entries of a suite apply. */
export interface PartContext {
  readonly datasetId: string
  /** Of the model under evaluation, lower-case hex. */
  readonly modelHash: string
  readonly gradient: GradientAvailability
  /** Whether the reading of the file doubts the gradient (see `doubtsGradient`): entries then run as `whenDoubted` says. */
  readonly doubted?: boolean | undefined
  /** Whether the groups of a second round count (see `secondRoundGroups`); no if absent. */
  readonly secondRound?: boolean | undefined
}

/**
 * Names of the parts of one case, in order of their first entry, the diagnosis last: each is one job. Without a context,
 * every group that the suite has.
 */
export function partGroups(
  suite: SuiteDefinition,
  context?: PartContext & { /** Place of the case in the dataset, from 0. */ readonly caseIndex: number },
): string[] {
  const groups = applicableEntries(suite, context).map(({ group }) => group)
  const { diagnosis } = suite
  const isDiagnosed = diagnosis && (!context || context.caseIndex < diagnosis.cases)
  return [...new Set(isDiagnosed ? [...groups, diagnosis.group] : groups)]
}

/**
 * Entries for which every part of an evaluation yields one outcome, the ladder's rungs among them, in the suite's order.
 * Those that need the gradient of a model without one are left out, and those without surrogates for the dataset. Where
 * the gradient is doubted, entries run stronger if they say so; in a second round they do so once more, as entries of their
 * own.
 */
export function applicableEntries(suite: SuiteDefinition, context?: PartContext): SuiteEntry[] {
  const entries = [...suite.entries, ...ladderEntries(suite)]
  if (!context) return entries
  const applicable = entries.filter((entry) => applies(suite, entry, context))
  if (context.doubted) return applicable.map(strengthened)
  return context.secondRound ? [...applicable, ...applicable.flatMap(onceMore)] : applicable
}

const secondRoundSuffix = '-doubted'

/** Whether the group is one of a second round. */
export function isSecondRound(group: string): boolean {
  return group.endsWith(secondRoundSuffix)
}

/** The entry or group of the first round that one of a second round repeats; undefined for those of the first. */
export function repeatedName(name: string): string | undefined {
  return isSecondRound(name) ? name.slice(0, -secondRoundSuffix.length) : undefined
}

function onceMore(entry: SuiteEntry): SuiteEntry[] {
  if (!entry.whenDoubted) return []
  const { whenDoubted: _, ...stronger } = strengthened(entry)
  const [name, group] = [entry.name + secondRoundSuffix, entry.group + secondRoundSuffix]
  return [{ ...stronger, name, group }]
}

function strengthened(entry: SuiteEntry): SuiteEntry {
  const { parameters = {}, restarts = entry.restarts } = entry.whenDoubted ?? {}
  return { ...entry, restarts, parameters: { ...entry.parameters, ...parameters } }
}

function applies(suite: SuiteDefinition, entry: SuiteEntry, context: PartContext): boolean {
  if (entry.surrogates) return surrogatesOf(suite, entry, context).length > 0
  return context.gradient === 'available' || entry.attack === 'none' || !attacks[entry.attack].needsGradient
}

/** Whatever an outcome of the suite may be of: its entries, the ladder's rungs, and those of a second round. */
export function everyEntry(suite: SuiteDefinition): SuiteEntry[] {
  return [...suite.entries, ...ladderEntries(suite), ...suite.entries.flatMap(onceMore)]
}

/** The surrogates that a group's attacks differentiate, each once, in the suite's order. */
export function surrogatesOfGroup(
  suite: SuiteDefinition,
  group: string,
  context: Pick<PartContext, 'datasetId' | 'modelHash'>,
): SurrogateReference[] {
  const inGroup = everyEntry(suite).filter((entry) => entry.group === group && entry.surrogates)
  const used = new Set(inGroup.flatMap((entry) => surrogatesOf(suite, entry, context)))
  return (suite.surrogates ?? []).filter((surrogate) => used.has(surrogate))
}

/** The entry's surrogates for this dataset, the evaluated model itself left out. */
export function surrogatesOf(
  suite: SuiteDefinition,
  entry: SuiteEntry,
  { datasetId, modelHash }: Pick<PartContext, 'datasetId' | 'modelHash'>,
): SurrogateReference[] {
  const names = new Set(entry.surrogates)
  return (suite.surrogates ?? []).filter(
    (surrogate) => names.has(surrogate.name) && surrogate.datasetId === datasetId && surrogate.modelHash !== modelHash,
  )
}

/** The ladder's rungs as entries. */
export function ladderEntries({ ladder }: SuiteDefinition): SuiteEntry[] {
  if (!ladder) return []
  return ladder.epsilons.map((epsilon) => ({
    name: ladderEntryName(epsilon),
    group: ladder.group,
    track: 'white-box',
    attack: ladder.attack,
    loss: null,
    epsilon,
    parameters: {},
    restarts: ladder.restarts,
  }))
}
