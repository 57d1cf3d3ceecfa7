import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import type { AttackChoice } from './board-view.ts'
import { RobustIntervalFragment, robustInterval } from './robust-interval.ts'

export const ExportRowFragment = graphql(
  `
    fragment ExportRow on LeaderboardEntry {
      rank
      rankLow
      rankHigh
      cleanDice { mean low high }
      robustHd95Mm
      robustNsd
      retainedRatio
      worstTenth
      noiseDice
      groups
      rankedBy
      evaluation { origin }
      flags { code }
      submission {
        uuid
        name
        family
        architecture
        training
        isBaseline
        model { hash parameters }
      }
      ...RobustInterval
    }
  `,
  [RobustIntervalFragment],
)

/** One model as a flat record: the same columns, in the same order, for CSV and JSON. */
export type ExportRow = Readonly<Record<string, string | number | boolean | null>>

/** The board's entries as flat records with full-precision numbers; `robust…` columns follow the chosen attack. */
export function exportRows(
  entries: readonly FragmentOf<typeof ExportRowFragment>[],
  attack: AttackChoice,
): readonly ExportRow[] {
  return entries.map((masked) => {
    const { submission, cleanDice, ...entry } = readFragment(ExportRowFragment, masked)
    const robust = robustInterval(entry, attack)
    return {
      rank: entry.rank,
      rankLow: entry.rankLow,
      rankHigh: entry.rankHigh,
      submission: submission.uuid,
      name: submission.name,
      family: submission.family.toLowerCase(),
      architecture: submission.architecture,
      training: submission.training.toLowerCase().replaceAll('_', '-'),
      baseline: submission.isBaseline,
      modelHash: submission.model?.hash ?? null,
      parameters: submission.model?.parameters ?? null,
      attack,
      cleanDice: cleanDice.mean,
      cleanDiceLow: cleanDice.low,
      cleanDiceHigh: cleanDice.high,
      robustDice: robust?.mean ?? null,
      robustDiceLow: robust?.low ?? null,
      robustDiceHigh: robust?.high ?? null,
      robustHd95Mm: entry.robustHd95Mm,
      robustNsd: entry.robustNsd,
      retainedRatio: entry.retainedRatio,
      worstTenth: entry.worstTenth,
      noiseDice: entry.noiseDice,
      groups: entry.groups.join(''),
      rankedBy: entry.rankedBy.toLowerCase().replace('_', '-'),
      origin: entry.evaluation.origin.toLowerCase(),
      flags: entry.flags.map(({ code }) => code).join(' '),
    }
  })
}
