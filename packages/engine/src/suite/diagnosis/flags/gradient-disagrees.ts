import type { DiagnosisEvidence, Slope } from '../evidence.ts'
import type { FlagRule, Findings } from '../findings.ts'
import { rounded } from '../worst-dice.ts'
import { notDeterministic } from './not-deterministic.ts'

/** Claimed and measured slope along the gradient may differ by this factor. */
const factor = 2
/** Least cosine similarity of claimed and measured slopes along random signs. */
const leastSimilarity = 0.5

/**
 * The gradient is not that of what the model computes: along itself, no step gives a difference within a factor of two of
 * what it claims, or along random signs the claimed slopes and the measured ones have a cosine similarity below 1/2 at
 * every step. Differences of float32 across kinks and normalisations bear no much tighter bound at a single step; at the
 * best of several, 34 honest networks came within 0.92 and 1.00 of the claim, with similarities above 0.96, while an
 * estimate of a hard decision came out at 0.17 and 0.11 (bench/diagnosis.ts). Where no case was diagnosed, the check on a
 * random volume stands in. Not asked of a model that draws random numbers: its differences measure the draw.
 */
export const gradientDisagrees: FlagRule = (findings) => {
  if (notDeterministic(findings)) return undefined
  const measured = findings.evidence.flatMap(({ slopes }) => (slopes ? [slopes] : []))
  if (measured.length === 0) return disagreesOnReading(findings)
  const judged = measured.map((slopes) => ({ ratio: bestRatio(slopes), similarity: bestSimilarity(slopes) }))
  const bad = judged.find(({ ratio, similarity }) => isFar(ratio) || (similarity ?? 1) < leastSimilarity)
  if (!bad) return undefined
  const { ratio, similarity } = bad
  const along = ratio === undefined ? '' : `${rounded(ratio)} of what it claims along itself`
  const beside = similarity === undefined ? '' : `a cosine similarity of ${rounded(similarity)} along random directions`
  return {
    message: `Differences of the output show ${[along, beside].filter(Boolean).join(' and ')}: the gradient is not that of what the model computes.`,
    evidence: {
      ...(ratio === undefined ? {} : { ratio: rounded(ratio) }),
      ...(similarity === undefined ? {} : { similarity: rounded(similarity) }),
    },
  }
}

function disagreesOnReading({ reading }: Findings): ReturnType<FlagRule> {
  const { check } = reading ?? {}
  if (!check || check.agrees) return undefined
  const slopes = check.measured.map(({ step, slope }) => `${slope.toPrecision(3)} (step ${step})`).join(', ')
  return {
    message: `On a random volume the model should change by ${check.claimed.toPrecision(3)} per unit along its gradient; differences of its output give ${slopes}.`,
    evidence: { claimed: rounded(check.claimed) },
  }
}

function isFar(ratio: number | undefined): boolean {
  return ratio !== undefined && !(ratio > 1 / factor && ratio < factor)
}

/** measured / claimed along the gradient at the step where it is nearest to 1; undefined where rounding hides all. */
function bestRatio(slopes: readonly Slope[]): number | undefined {
  const ratios = slopes
    .filter(({ direction }) => direction === 'gradient')
    .filter(({ claimed, measured, rounding }) => Math.max(Math.abs(claimed), Math.abs(measured)) > rounding)
    .map(({ claimed, measured }) => (claimed === 0 ? Number.MAX_VALUE : measured / claimed))
  const distance = (ratio: number): number => (ratio > 0 ? Math.abs(Math.log(ratio)) : Number.POSITIVE_INFINITY)
  return ratios.toSorted((a, b) => distance(a) - distance(b))[0]
}

/** The greatest cosine similarity over the steps of random directions; undefined where there is nothing to compare. */
function bestSimilarity(slopes: NonNullable<DiagnosisEvidence['slopes']>): number | undefined {
  const random = slopes.filter(({ direction }) => direction === 'random')
  const steps = [...new Set(random.map(({ step }) => step))]
  const similarities = steps.flatMap((step) => {
    const atStep = random.filter((slope) => slope.step === step)
    const sum = (of: (slope: Slope) => number): number => atStep.reduce((total, slope) => total + of(slope), 0)
    const [claims, measures] = [sum(({ claimed }) => claimed ** 2), sum(({ measured }) => measured ** 2)]
    const noise = sum(({ rounding }) => rounding ** 2)
    if (Math.max(claims, measures) <= noise) return []
    if (claims === 0 || measures === 0) return [0]
    return [sum(({ claimed, measured }) => claimed * measured) / Math.sqrt(claims * measures)]
  })
  return similarities.length > 0 ? Math.max(...similarities) : undefined
}
