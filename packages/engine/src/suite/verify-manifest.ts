import { canonicalJson } from './canonical-json.ts'
import { boundRadius } from './bound-radius.ts'
import type { ResultManifest, TimelessOutcome, TimelessPart } from './manifest.ts'
import { applicableEntries, isSecondRound, type PartContext, partGroups } from './part-groups.ts'
import type { EvaluationReport, PartResult } from './report.ts'
import { secondRoundGroups } from './second-round.ts'
import type { SuiteDefinition, SuiteEntry } from './suite-definition.ts'
import { suiteHash, suites } from './suite-list.ts'
import { summarise } from './summarise.ts'
import { largestPermitted } from './verify-bound.ts'

export type ManifestProblemCode =
  | 'unknown-suite'
  | 'other-dataset'
  | 'other-model'
  | 'partial-result'
  | 'incomplete-result'
  | 'altered-outcome'
  | 'altered-report'

export type ManifestVerdict =
  | { readonly status: 'verified' }
  | { readonly status: 'refused'; readonly code: ManifestProblemCode; readonly message: string }

/** What a manifest's reader knows for sure. */
export interface KnownResult {
  readonly modelHash: string
  readonly dataset: {
    readonly id: string
    readonly hash: string
    readonly classNames: readonly string[]
    /** In the dataset's order. */
    readonly caseKeys: readonly string[]
  }
}

/**
 * Whether a manifest is a whole result of this model on this dataset under a suite that is known here, each outcome that
 * of its suite entry, and its report what `summarise` makes of its parts, to the last digit. What the outcomes
 * themselves claim can only be checked by running the suite again.
 */
export function verifyManifest(manifest: ResultManifest, known: KnownResult): ManifestVerdict {
  const { provenance, report, selection } = manifest
  const definitions: readonly SuiteDefinition[] = Object.values(suites)
  const suite = definitions.find(({ id }) => id === provenance.suiteId)
  if (suite === undefined || suiteHash(suite) !== provenance.suiteHash) {
    return refused('unknown-suite', `It names the suite ${provenance.suiteId} (${provenance.suiteHash}).`)
  }
  const { dataset, modelHash } = known
  if (provenance.datasetId !== dataset.id || provenance.datasetHash !== dataset.hash) {
    const found = `It was made on ${provenance.datasetId} (${provenance.datasetHash})`
    return refused('other-dataset', `${found}; ${dataset.id} (${dataset.hash}) is expected.`)
  }
  if (provenance.modelHash !== modelHash) {
    return refused('other-model', `It is of the model ${provenance.modelHash}; ${modelHash} is expected.`)
  }
  if (selection !== undefined) {
    return refused('partial-result', 'It holds a selection of cases or attacks; a board needs the whole suite.')
  }
  if (provenance.engineHash === undefined) {
    return refused('incomplete-result', 'It does not name the engine that computed it by hash; evaluate again.')
  }
  const context = { datasetId: dataset.id, modelHash, gradient: provenance.gradient ?? 'available' } as const
  return (
    missingDoubt(suite, manifest) ??
    alteredRound(suite, context, manifest, known) ??
    (canonicalJson(report) === canonicalJson(reportOf(suite, manifest, known))
      ? { status: 'verified' }
      : refused(
          'altered-report',
          'Its report is not what this version makes of its parts; sum them up anew with voxproof summarise.',
        ))
  )
}

/** The first round must be whole before it can be told whether there has to be a second. */
function alteredRound(
  suite: SuiteDefinition,
  context: PartContext,
  manifest: ResultManifest,
  known: KnownResult,
): ManifestVerdict | undefined {
  const { caseKeys } = known.dataset
  const parts = manifest.parts.filter(({ group }) => !isSecondRound(group))
  const first = missingPart(suite, context, parts, caseKeys) ?? alteredOutcome(suite, context, parts)
  if (first !== undefined) return first
  const secondRound = secondRoundGroups(suite, reportOf(suite, { ...manifest, parts }, known)).length > 0
  const both = { ...context, secondRound }
  return missingPart(suite, both, manifest.parts, caseKeys) ?? alteredOutcome(suite, both, manifest.parts)
}

/** Flags are raised from the reading of the file and the diagnosis of its first cases; without them there are none. */
function missingDoubt(suite: SuiteDefinition, { provenance, parts }: ResultManifest): ManifestVerdict | undefined {
  if (provenance.reading?.gradient !== (provenance.gradient ?? 'available')) {
    return refused('incomplete-result', 'It does not tell what reading the file found of its gradient.')
  }
  const bare = parts.find(({ group, evidence }) => group === suite.diagnosis?.group && evidence === undefined)
  if (bare === undefined) return undefined
  return refused('incomplete-result', `Its diagnosis on ${bare.caseKey} holds no evidence.`)
}

function missingPart(
  suite: SuiteDefinition,
  context: PartContext,
  parts: readonly TimelessPart[],
  caseKeys: readonly string[],
): ManifestVerdict | undefined {
  const nameOf = (caseKey: string, group: string): string => `${group} on ${caseKey}`
  const expected = caseKeys.flatMap((caseKey, caseIndex) =>
    partGroups(suite, { ...context, caseIndex }).map((group) => nameOf(caseKey, group)),
  )
  const found = parts.map(({ caseKey, group }) => nameOf(caseKey, group))
  const missing = expected.find((name) => !found.includes(name))
  if (missing !== undefined) return refused('incomplete-result', `It holds no result of ${missing}.`)
  const surplus = found.find((name, index) => !expected.includes(name) || found.indexOf(name) !== index)
  if (surplus === undefined) return undefined
  return refused('incomplete-result', `It holds a result of ${surplus}, which the suite does not ask for once more.`)
}

/** Attack, track and bound decide where an outcome counts; they must be those of the suite's entry. */
function alteredOutcome(
  suite: SuiteDefinition,
  context: PartContext,
  parts: readonly TimelessPart[],
): ManifestVerdict | undefined {
  const entries = applicableEntries(suite, context)
  for (const { caseKey, group, outcomes } of parts) {
    const expected = entries.filter((entry) => entry.group === group)
    const names = outcomes.map(({ entry }) => entry).join(', ')
    if (names !== expected.map(({ name }) => name).join(', ')) {
      return refused('incomplete-result', `Its part ${group} on ${caseKey} holds ${names || 'nothing'}.`)
    }
    for (const [index, outcome] of outcomes.entries()) {
      const entry = expected[index]
      if (entry === undefined) continue
      const { attack, track, epsilon, norm = 'linf' } = outcome
      const isSame = attack === entry.attack && track === entry.track && epsilon === entry.epsilon
      if (isSame && norm === (entry.norm ?? 'linf') && isWithin(entry, outcome)) continue
      return refused('altered-outcome', `Its outcome ${entry.name} on ${caseKey} is not what the suite's entry allows.`)
    }
  }
  return undefined
}

/** An L2 ball's radius tells how many values the volume has, and those how far rounding may go beyond it. */
function isWithin({ epsilon, norm, storedAs }: SuiteEntry, { linf, l2, l2Bound }: TimelessOutcome): boolean {
  if (epsilon === null) return true
  if (norm !== 'l2') return linf <= largestPermitted({ epsilon, norm, storedAs }, 1)
  const size = Math.round(((l2Bound ?? 0) / boundRadius('l2', epsilon, 1)) ** 2)
  return size > 0 && l2 <= largestPermitted({ epsilon, norm, storedAs }, size)
}

function reportOf(suite: SuiteDefinition, manifest: ResultManifest, { dataset }: KnownResult): EvaluationReport {
  return summarise({
    suite,
    provenance: manifest.provenance,
    classNames: dataset.classNames,
    parts: manifest.parts.map(timed),
    caseOrder: dataset.caseKeys,
  })
}

/** A part as `runPart` gives it; the times are not known. */
export function timed({ outcomes, ...part }: TimelessPart): PartResult {
  return { ...part, outcomes: outcomes.map((outcome) => ({ ...outcome, seconds: 0 })) }
}

function refused(code: ManifestProblemCode, message: string): ManifestVerdict {
  return { status: 'refused', code, message }
}
