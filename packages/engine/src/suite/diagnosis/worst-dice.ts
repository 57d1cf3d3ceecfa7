import type { AttackOutcome } from '../report.ts'

/** Mean over cases of the lowest foreground Dice among the outcomes chosen; undefined where a case has none of them. */
export function meanOfWorst(
  outcomes: readonly (readonly AttackOutcome[])[],
  chosen: (outcome: AttackOutcome) => boolean,
): number | undefined {
  if (outcomes.length === 0) return undefined
  let sum = 0
  for (const ofCase of outcomes) {
    const dice = ofCase.filter(chosen).map(({ foregroundDice }) => foregroundDice)
    if (dice.length === 0) return undefined
    sum += Math.min(...dice)
  }
  return sum / outcomes.length
}

/** The mean clean foreground Dice. */
export function cleanDice(outcomes: readonly (readonly AttackOutcome[])[]): number {
  return meanOfWorst(outcomes, ({ track }) => track === 'clean') ?? 0
}

/** Dice as messages write it. */
export function written(dice: number): string {
  return dice.toFixed(3)
}

/** A figure as a flag's evidence keeps it. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
