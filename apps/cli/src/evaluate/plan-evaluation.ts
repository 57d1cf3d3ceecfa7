import {
  applicableEntries,
  type EvaluationReport,
  isSecondRound,
  type PartContext,
  partGroups,
  secondRoundGroups,
  type Selection,
  selectEntries,
  type SuiteDefinition,
  suites,
} from '@voxproof/engine/suite'
import { UsageError } from '../usage-error.ts'
import type { PartKey } from './part-store.ts'

export interface PlanRequest {
  readonly suite: SuiteDefinition
  /** Of the dataset's test cases, in their order. */
  readonly caseKeys: readonly string[]
  /** Only these cases. */
  readonly cases?: readonly string[] | undefined
  /** Only these entries or groups of entries, and the clean volumes. */
  readonly attacks?: readonly string[] | undefined
  readonly context: PartContext
}

/** What is to be run: as the service would, or a selection of it. */
export interface EvaluationPlan {
  /** The suite, without the entries that were not asked for. */
  readonly suite: SuiteDefinition
  /** Absent where everything is run. */
  readonly selection?: Selection
  readonly caseKeys: readonly string[]
  /** In the order to run them: by case, then as the suite has its groups. */
  readonly parts: readonly PartKey[]
}

/** The parts of an evaluation in the service's order. Throws a UsageError on a case or an attack that does not exist. */
export function planEvaluation({ suite: whole, caseKeys: all, cases, attacks, context }: PlanRequest): EvaluationPlan {
  const stranger = cases?.find((key) => !all.includes(key))
  if (stranger !== undefined) {
    throw new UsageError(`The dataset ${context.datasetId} has no test case ${stranger}; it has ${all.join(', ')}.`)
  }
  const caseKeys = cases === undefined ? all : all.filter((key) => cases.includes(key))
  const chosen = attacks === undefined ? undefined : selectEntries(whole, attacks)
  if (chosen?.status === 'unknown-name') {
    throw new UsageError(`Suite ${whole.id} has no attack ${chosen.name}; it has ${chosen.known.join(', ')}.`)
  }
  const suite = chosen?.suite ?? whole
  const isWhole = caseKeys.length === all.length && attacks === undefined
  const selected = { cases: caseKeys.length === all.length ? null : caseKeys, attacks: chosen?.attacks ?? null }
  const entries = applicableEntries(suite, context)
  const parts = caseKeys.flatMap((caseKey, caseIndex) =>
    partGroups(suite, { ...context, caseIndex }).map((group) => ({
      caseKey,
      group,
      entries: entries.filter((entry) => entry.group === group).map(({ name }) => name),
    })),
  )
  return { suite, ...(isWhole ? {} : { selection: selected }), caseKeys, parts }
}

/** What the first round's report asks for on top, in the order to run it; none where nothing is doubted. */
export function secondRoundParts(
  { suite, caseKeys }: EvaluationPlan,
  context: PartContext,
  report: EvaluationReport,
): PartKey[] {
  if (secondRoundGroups(suite, report).length === 0) return []
  const both = planEvaluation({ suite, caseKeys, context: { ...context, secondRound: true } })
  return both.parts.filter(({ group }) => isSecondRound(group))
}

/** A published suite by its id; throws a UsageError with the ids that there are. */
export function suiteNamed(id: string): SuiteDefinition {
  const known: readonly SuiteDefinition[] = Object.values(suites)
  const suite = known.find((candidate) => candidate.id === id)
  if (suite) return suite
  throw new UsageError(`There is no suite ${id}; there are ${known.map((one) => one.id).join(', ')}.`)
}
