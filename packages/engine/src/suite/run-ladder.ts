import { attackVolume } from './attack-volume.ts'
import { type Attempt, attempt, outcomeOf } from './attempt.ts'
import { roundSizes, rungSteps } from './expected-calls.ts'
import { ladderEntries } from './part-groups.ts'
import type { PartRequest } from './part-request.ts'
import type { AttackOutcome, Trial } from './report.ts'
import type { LadderDefinition, SuiteEntry } from './suite-definition.ts'

export interface LadderRequest {
  readonly part: PartRequest
  readonly ladder: LadderDefinition
  /** Hears how much of the ladder is done, in [0, 1], and the gradients that the rung has asked for. */
  readonly onStep: (entry: string, share: number, step: number, steps: number) => void
}

/**
 * The suite's ladder on one case, rung by rung from the smallest epsilon: successive halving decided by the ranking
 * metric of the runner's own predictions. A rung's outcome is the worst volume found at it or below, which lies in its
 * ball too, so Dice never rises with epsilon.
 */
export async function runLadder({ part, ladder, onStep }: LadderRequest): Promise<AttackOutcome[]> {
  const outcomes: AttackOutcome[] = []
  const steps = rungSteps(ladder)
  let below: Found | undefined
  for (const [index, entry] of ladderEntries(part.suite).entries()) {
    const began = performance.now()
    const advance = (done: number): void =>
      onStep(entry.name, (index + done / steps) / ladder.epsilons.length, done, steps)
    const isLost = below !== undefined && below.attempt.foregroundDice <= ladder.lostBelow
    const { worst, trials } = isLost
      ? { worst: undefined, trials: [] }
      : await climb({ part, ladder, entry, below, advance })
    const found: Found | undefined = worst ? { attempt: worst, at: entry.name } : below
    if (!found) throw new Error(`No candidate of ${entry.name} gave a volume.`)
    const bounded = await withinRung(part, entry, found)
    await part.onVolume?.(entry.name, bounded.volume)
    outcomes.push({
      ...outcomeOf(part, entry, bounded, began),
      trials,
      ...(found.at === entry.name ? {} : { carriedFrom: found.at }),
    })
    below = found
    advance(steps)
  }
  return outcomes
}

/** The worst volume so far and the rung that found it. */
interface Found {
  readonly attempt: Attempt
  readonly at: string
}

/** A volume of a smaller rung is checked against this one's bound and predicted again: nothing is taken over unseen. */
async function withinRung(part: PartRequest, entry: SuiteEntry, { attempt: found, at }: Found): Promise<Attempt> {
  if (at === entry.name) return found
  return attempt(part, entry, { adversarial: found.volume, losses: found.losses })
}

interface Climb {
  readonly part: PartRequest
  readonly ladder: LadderDefinition
  readonly entry: SuiteEntry
  readonly below: Found | undefined
  readonly advance: (stepsDone: number) => void
}

interface Candidate {
  readonly loss: LadderDefinition['losses'][number]
  readonly restart: number
  /** Where its next run begins; absent: a random point. */
  readonly start: Attempt['volume'] | undefined
  readonly foregroundDice: number
  /** Of all its runs. */
  readonly losses: readonly number[]
}

/** The rounds of one rung; no worst volume where none of the candidates got below what the rung below found. */
async function climb({ part, ladder, entry, below, advance }: Climb): Promise<{
  worst: Attempt | undefined
  trials: Trial[]
}> {
  const trials: Trial[] = []
  let worst: Attempt | undefined
  let least = below?.attempt.foregroundDice ?? Number.POSITIVE_INFINITY
  let candidates = firstCandidates(ladder, below)
  let done = 0
  for (const [round, { steps }] of ladder.rounds.entries()) {
    candidates = candidates.slice(0, roundSizes(ladder)[round])
    const gone: Candidate[] = []
    for (const candidate of candidates) {
      const before = done
      const run = { entry, candidate, round, steps, onStep: (step: number) => advance(before + step) }
      const tried = await runCandidate(part, run)
      const { loss, restart } = candidate
      done += steps
      const losses = [...candidate.losses, ...tried.losses]
      const isBetter = tried.foregroundDice <= candidate.foregroundDice
      gone.push(
        isBetter
          ? { ...candidate, ...{ start: tried.volume, foregroundDice: tried.foregroundDice, losses } }
          : candidate,
      )
      trials.push({
        loss,
        restart,
        round,
        steps,
        foregroundDice: Math.min(tried.foregroundDice, candidate.foregroundDice),
      })
      if (tried.foregroundDice < least) {
        least = tried.foregroundDice
        worst = { ...tried, losses }
      }
      if (least <= ladder.lostBelow) return { worst, trials }
    }
    // Stable: of equals, the earlier one in the suite's order goes on.
    candidates = gone.sort((a, b) => a.foregroundDice - b.foregroundDice)
  }
  return { worst, trials }
}

function firstCandidates({ restarts, losses }: LadderDefinition, below: Found | undefined): Candidate[] {
  return Array.from({ length: restarts }, (_, restart) =>
    losses.map((loss) => ({
      loss,
      restart,
      start: restart === 0 ? below?.attempt.volume : undefined,
      foregroundDice: Number.POSITIVE_INFINITY,
      losses: [],
    })),
  ).flat()
}

interface CandidateRun {
  readonly entry: SuiteEntry
  readonly candidate: Candidate
  readonly round: number
  readonly steps: number
  readonly onStep: (step: number) => void
}

async function runCandidate(
  part: PartRequest,
  { entry, candidate, round, steps, onStep }: CandidateRun,
): Promise<Attempt> {
  const { loss, restart, start } = candidate
  const result = await attackVolume(part, {
    attack: 'apgd',
    parameters: { steps },
    loss,
    norm: 'linf',
    epsilon: entry.epsilon,
    key: [entry.name, loss, restart, round],
    start,
    onProgress: ({ step }) => onStep(step),
  })
  return attempt(part, entry, result)
}
