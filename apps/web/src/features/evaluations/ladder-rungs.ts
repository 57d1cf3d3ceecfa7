interface Trial {
  readonly loss: string
  readonly restart: number
  readonly round: number
  readonly steps: number
  readonly foregroundDice: number
}

interface Outcome {
  readonly caseKey: string
  readonly entry: string
  readonly epsilon: number | null
  readonly carriedFrom: string | null
  readonly foregroundDice: number
  readonly trials: readonly Trial[]
}

/** A candidate of the ladder on one scan, as far as it was carried on. */
export interface Attempt {
  /** Lowest foreground Dice that it found. */
  readonly foregroundDice: number
  /** Gradients asked for over all its rounds. */
  readonly steps: number
  /** `worst`: its volume is the rung's; `kept`: it ran to the last round; `dropped`: it did not. */
  readonly fate: 'worst' | 'kept' | 'dropped'
}

/** One loss and random start at one bound, over the scans. */
export interface Candidate {
  readonly loss: string
  readonly restart: number
  /** By round, in the order of the rung's: mean Dice over the scans on which it ran, and their number. */
  readonly rounds: readonly { readonly meanDice: number | null; readonly scanCount: number }[]
  /** By scan, in the order of the rung's; null where it did not run. */
  readonly attempts: readonly (Attempt | null)[]
}

/** The ladder at one bound. */
export interface Rung {
  readonly entry: string
  /** In 1/255. */
  readonly epsilon: number
  /** Gradients that a candidate has asked for by the end of each round. */
  readonly stepsByRound: readonly number[]
  readonly scans: readonly {
    readonly caseKey: string
    /** The entry at a smaller bound whose volume stands here too. */
    readonly carriedFrom: string | null
  }[]
  readonly candidates: readonly Candidate[]
}

/** The rungs of the ladder from the outcomes of all scans, smallest bound first. None where the suite has no ladder. */
export function ladderRungs(outcomes: readonly Outcome[]): readonly Rung[] {
  const byEntry = Map.groupBy(outcomes, ({ entry }) => entry)
  return [...byEntry]
    .filter(([, scans]) => scans.some(({ trials }) => trials.length > 0))
    .map(([entry, scans]) => rungOf(entry, scans))
    .toSorted((a, b) => a.epsilon - b.epsilon)
}

function rungOf(entry: string, scans: readonly Outcome[]): Rung {
  const trials = scans.flatMap((scan) => scan.trials)
  const stepsOfRound = new Map(trials.map(({ round, steps }) => [round, steps]))
  const rounds = [...stepsOfRound.keys()].toSorted((a, b) => a - b)
  const candidates = Map.groupBy(trials, ({ loss, restart }) => `${loss} ${restart}`)
  return {
    entry,
    epsilon: scans[0]?.epsilon ?? 0,
    stepsByRound: rounds.map((last) => sum(rounds.filter((r) => r <= last).map((r) => stepsOfRound.get(r) ?? 0))),
    scans: scans.map(({ caseKey, carriedFrom }) => ({ caseKey, carriedFrom })),
    candidates: [...candidates.values()].flatMap((own) => {
      const [first] = own
      if (first === undefined) return []
      return {
        loss: first.loss,
        restart: first.restart,
        rounds: rounds.map((round) => {
          const dice = own.filter((trial) => trial.round === round).map(({ foregroundDice }) => foregroundDice)
          return { meanDice: dice.length === 0 ? null : sum(dice) / dice.length, scanCount: dice.length }
        }),
        attempts: scans.map((scan) => attemptOn(scan, first)),
      }
    }),
  }
}

function attemptOn(scan: Outcome, { loss, restart }: Trial): Attempt | null {
  const own = scan.trials.filter((trial) => trial.loss === loss && trial.restart === restart)
  const last = own.at(-1)
  if (last === undefined) return null
  const steps = sum(own.map((trial) => trial.steps))
  const isKept = last.round === Math.max(...scan.trials.map(({ round }) => round))
  return {
    foregroundDice: last.foregroundDice,
    steps,
    fate: isWorst(scan, last) ? 'worst' : isKept ? 'kept' : 'dropped',
  }
}

/** Whether the candidate is the one whose volume stands: the first to reach the scan's lowest Dice. */
function isWorst({ trials, carriedFrom }: Outcome, { loss, restart }: Trial): boolean {
  if (carriedFrom !== null) return false
  const lowest = Math.min(...trials.map(({ foregroundDice }) => foregroundDice))
  const finder = trials.find(({ foregroundDice }) => foregroundDice === lowest)
  return finder?.loss === loss && finder.restart === restart
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
