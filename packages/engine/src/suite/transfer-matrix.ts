import type { AttackOutcome, TransferSummary } from './report.ts'

/**
 * One row for each entry whose volumes were made on surrogates, from the outcomes of each case. The rate is what the
 * model loses of its clean foreground Dice over what the surrogates lose of theirs, both means over cases: 1 where the
 * volumes harm both alike, 0 where they do not carry over.
 */
export function transferMatrix(outcomesByCase: readonly (readonly AttackOutcome[])[]): TransferSummary[] {
  const transferred = (outcomesByCase[0] ?? []).filter(({ onSurrogates }) => onSurrogates)
  return transferred.map(({ entry, epsilon, transferredFrom }) => {
    const rows = outcomesByCase.flatMap((ofCase) => {
      const outcome = ofCase.find((candidate) => candidate.entry === entry)
      const clean = ofCase.find(({ track }) => track === 'clean')
      return outcome?.onSurrogates && clean ? [{ outcome, clean, surrogates: outcome.onSurrogates }] : []
    })
    const mean = (read: (row: (typeof rows)[number]) => number): number =>
      rows.reduce((sum, row) => sum + read(row), 0) / rows.length
    const onModel = mean(({ outcome }) => outcome.foregroundDice)
    const onSurrogates = mean(({ surrogates }) => surrogates.attacked)
    const lostBySurrogates = mean(({ surrogates }) => surrogates.clean) - onSurrogates
    const lostByModel = mean(({ clean }) => clean.foregroundDice) - onModel
    return {
      entry,
      surrogates: transferredFrom ?? '',
      epsilon,
      onSurrogates,
      onModel,
      rate: lostBySurrogates > 0 ? lostByModel / lostBySurrogates : null,
    }
  })
}
