import { meanForeground } from '../metrics/index.ts'
import { type DiagnosisEvidence, raiseFlags, rankedBy } from './diagnosis/index.ts'
import { curveArea } from './curve-area.ts'
import { drawResamples, intervalOf } from './ranking/index.ts'
import type {
  AttackOutcome,
  EntrySummary,
  EvaluationReport,
  Interval,
  PaperMetrics,
  PartResult,
  PerClass,
  Provenance,
} from './report.ts'
import { applicableEntries, isSecondRound, type PartContext, partGroups } from './part-groups.ts'
import { isAdversarialWithin, type SuiteDefinition, type Track } from './suite-definition.ts'
import { transferMatrix } from './transfer-matrix.ts'

export interface SummaryRequest {
  readonly suite: SuiteDefinition
  readonly provenance: Provenance
  /** By class, 0 = background. */
  readonly classNames: readonly string[]
  /** One for each case and group that applies, in any order; with one of a second round, those of all of it. */
  readonly parts: readonly PartResult[]
  readonly caseOrder: readonly string[]
}

/**
 * The evaluation's report from its parts. The worst case of a volume at a bound is its outcome of lowest foreground
 * Dice among the clean volume itself and the adversarial entries within the bound. Intervals are studentised bootstraps
 * over cases, all from one paired draw seeded by the suite. Throws where a part is missing.
 */
export function summarise(request: SummaryRequest): EvaluationReport {
  const { suite, provenance, classNames, caseOrder } = request
  const secondRound = request.parts.some(({ group }) => isSecondRound(group))
  const context: PartContext = { ...provenance, gradient: provenance.gradient ?? 'available', secondRound }
  const entries = applicableEntries(suite, context)
  const outcomes = caseOrder.map((_, caseIndex) => outcomesOfCase(request, context, caseIndex))
  const resamples = drawResamples(caseOrder.length, suite.bootstrapSamples, [suite.seed, suite.id])
  const interval = (chosen: readonly AttackOutcome[]): Interval =>
    intervalOf(
      chosen.map(({ foregroundDice }) => foregroundDice),
      resamples,
    )
  const worstAt = (epsilon: number, track?: Track): AttackOutcome[] =>
    outcomes.map((ofCase) =>
      lowest(
        ofCase.filter(
          (o) => o.track === 'clean' || (isAdversarialWithin(o, epsilon) && (track ?? o.track) === o.track),
        ),
      ),
    )
  const hasAt = (track: Track): boolean =>
    entries.some((e) => e.track === track && isAdversarialWithin(e, suite.headlineEpsilon))
  const atHeadline = (track: Track): Interval | null =>
    hasAt(track) ? interval(worstAt(suite.headlineEpsilon, track)) : null
  const worst = worstAt(suite.headlineEpsilon)
  const clean = interval(worstAt(0))
  const robust = interval(worst)
  const epsilons = entries.flatMap((e) => (isAdversarialWithin(e, Number.POSITIVE_INFINITY) ? [e.epsilon ?? 0] : []))
  const curve = [...new Set([0, ...epsilons])]
    .sort((a, b) => a - b)
    .map((epsilon) => ({ epsilon, ofCases: worstAt(epsilon) }))
  const withinHeadline = curve.filter(({ epsilon }) => epsilon <= suite.headlineEpsilon)
  const areas = caseOrder.map((_, i) =>
    curveArea(withinHeadline.map(({ epsilon, ofCases }) => ({ epsilon, value: ofCases[i]?.foregroundDice ?? 0 }))),
  )
  const transfer = transferMatrix(outcomes)
  const evidence = caseOrder.flatMap((caseKey) => evidenceOfCase(request, caseKey))
  const { gradient } = context
  const flags = raiseFlags({ suite, gradient, reading: provenance.reading, outcomes, evidence })
  return {
    provenance,
    classNames: [...classNames],
    caseCount: caseOrder.length,
    clean,
    robust,
    robustByTrack: {
      'white-box': atHeadline('white-box'),
      'black-box': atHeadline('black-box'),
      frequency: atHeadline('frequency'),
    },
    robustHd95Mm: meanOf(worst.map(({ hd95Mm }) => meanForeground(hd95Mm))),
    robustNsd: meanOf(worst.map(({ nsd }) => meanForeground(nsd))),
    retainedRatio: clean.mean > 0 ? robust.mean / clean.mean : 0,
    curve: curve.map(({ epsilon, ofCases }) => ({ epsilon, foregroundDice: interval(ofCases) })),
    curveArea: intervalOf(areas, resamples),
    entries: entries.map(({ name }) =>
      summariseEntry(
        outcomes.map((ofCase) => named(ofCase, name)),
        interval,
      ),
    ),
    cases: caseOrder.map((caseKey, i) => ({
      caseKey,
      clean: lowest((outcomes[i] ?? []).filter(({ track }) => track === 'clean')).foregroundDice,
      robust: worst[i]?.foregroundDice ?? 0,
    })),
    worstTenth: meanOfWorst(worst, 0.1),
    worstDice: classNames.map((_, k) =>
      meanOf(
        outcomes.map((ofCase) => least(ofCase.filter((o) => counts(o, suite)).map(({ dice }) => dice[k] ?? null))),
      ),
    ),
    ...(transfer.length === 0 ? {} : { transfer }),
    flags,
    rankedBy: rankedBy(flags, hasAt('black-box')),
  }
}

function outcomesOfCase(
  { suite, parts, caseOrder }: SummaryRequest,
  context: PartContext,
  caseIndex: number,
): AttackOutcome[] {
  const caseKey = caseOrder[caseIndex]
  return partGroups(suite, { ...context, caseIndex }).flatMap((group) => {
    const found = parts.filter((part) => part.caseKey === caseKey && part.group === group)
    const [part] = found
    if (part && found.length === 1) return part.outcomes
    throw new RangeError(`Case ${caseKey} has ${found.length} results of group ${group}; exactly one is needed.`)
  })
}

function evidenceOfCase({ parts }: SummaryRequest, caseKey: string): DiagnosisEvidence[] {
  return parts.flatMap((part) => (part.caseKey === caseKey && part.evidence ? [part.evidence] : []))
}

function summariseEntry(
  outcomes: readonly AttackOutcome[],
  interval: (outcomes: readonly AttackOutcome[]) => Interval,
): EntrySummary {
  const [first] = outcomes
  if (!first) throw new RangeError('A report needs at least one case.')
  const { entry, attack, track, epsilon, norm, dice } = first
  const paper = outcomes.flatMap((outcome) => outcome.paper ?? [])
  return {
    entry,
    attack,
    track,
    epsilon,
    ...(norm === undefined ? {} : { norm }),
    foregroundDice: interval(outcomes),
    hd95Mm: meanOf(outcomes.map((outcome) => meanForeground(outcome.hd95Mm))),
    nsd: meanOf(outcomes.map((outcome) => meanForeground(outcome.nsd))),
    dice: dice.map((_, k) => meanOf(outcomes.map((outcome) => outcome.dice[k] ?? null))),
    ...(paper.length === 0 ? {} : { paper: meanPaper(paper) }),
  }
}

function meanPaper(metrics: readonly PaperMetrics[]): PaperMetrics {
  const dice = metrics.reduce((sum, paper) => sum + paper.dice, 0) / metrics.length
  return { dice, hd95Voxels: meanOf(metrics.map(({ hd95Voxels }) => hd95Voxels)) }
}

function named(outcomes: readonly AttackOutcome[], name: string): AttackOutcome {
  const outcome = outcomes.find(({ entry }) => entry === name)
  if (outcome) return outcome
  throw new RangeError(`The parts hold no outcome of suite entry ${name}.`)
}

/** The first of those with the lowest foreground Dice. */
function lowest(outcomes: readonly AttackOutcome[]): AttackOutcome {
  return outcomes.reduce((worst, outcome) => (outcome.foregroundDice < worst.foregroundDice ? outcome : worst))
}

/** Whether the outcome is one of those among which the worst case at the headline epsilon is sought. */
function counts(outcome: AttackOutcome, { headlineEpsilon }: SuiteDefinition): boolean {
  return outcome.track === 'clean' || isAdversarialWithin(outcome, headlineEpsilon)
}

function least(values: PerClass): number | null {
  const numbers = values.filter((value) => value !== null)
  return numbers.length > 0 ? Math.min(...numbers) : null
}

/** Mean foreground Dice of this share of the outcomes, the lowest, at least one. */
function meanOfWorst(outcomes: readonly AttackOutcome[], share: number): number {
  const ascending = outcomes.map(({ foregroundDice }) => foregroundDice).sort((a, b) => a - b)
  // 0.1 * 70 exceeds 7 by a rounding, which asks for no eighth case.
  const kept = ascending.slice(0, Math.max(1, Math.ceil(share * ascending.length - 1e-9)))
  return kept.reduce((sum, value) => sum + value, 0) / kept.length
}

function meanOf(values: PerClass): number | null {
  const numbers = values.filter((value) => value !== null)
  return numbers.length > 0 ? numbers.reduce((sum, value) => sum + value, 0) / numbers.length : null
}
