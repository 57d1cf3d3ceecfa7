import type { ReactNode } from 'react'
import { Chip, Flag } from '../../components/chip.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatPlural } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { wordsOf } from '../../lib/words.ts'

export const ReportFlagsFragment = graphql(`
  fragment ReportFlags on EvaluationReport {
    rankedBy
    provenance { usesGradient }
    flags { code message evidence }
    secondRoundFlags { code }
    entries { repeats }
  }
`)

/** Every doubt about the result with the figures behind it, and what it does to the rank. Nothing without doubts. */
export function ReportFlags(props: { report: FragmentOf<typeof ReportFlagsFragment> }): ReactNode {
  const { flags, rankedBy, provenance, secondRoundFlags, entries } = readFragment(ReportFlagsFragment, props.report)
  const reasons = new Set(secondRoundFlags.map(({ code }) => code))
  const repeated = entries.filter(({ repeats }) => repeats !== null).length
  const secondRound =
    repeated === 0
      ? ''
      : ` Because of that, ${formatPlural(repeated, 'attack')} ran once more in a second round, with more queries or steps.`
  if (flags.length === 0 && rankedBy === 'WORST_CASE' && provenance.usesGradient) return null
  return (
    <div className="mt-6 flex flex-col gap-4">
      {rankedBy === 'BLACK_BOX' ? (
        <Notice tone="warning" title="Ranked by black-box attacks">
          {provenance.usesGradient
            ? `The gradient of this model cannot be trusted, for the reasons below. Attacks that do without it decide the rank; what gradients reached all the same still counts where it is worse.${secondRound}`
            : 'The gradient of this model cannot be computed. Attacks that only ask for predictions, or that were made on other models, decide the rank.'}
        </Notice>
      ) : null}
      {flags.length === 0 ? null : (
        <ul className="flex max-w-[84ch] flex-col">
          {flags.map(({ code, message, evidence }) => (
            <li key={code} className="border-b border-line-2 py-3">
              <span className="flex flex-wrap gap-1.5">
                <Flag>{wordsOf(code)}</Flag>
                {reasons.has(code) ? (
                  <Chip title={`${formatPlural(repeated, 'attack')} ran once more, with more queries or steps`}>
                    called for a second round
                  </Chip>
                ) : null}
              </span>
              <p className="mt-1.5 text-ink-2">{message}</p>
              <Evidence evidence={evidence} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Evidence({ evidence }: { evidence: unknown }): ReactNode {
  if (typeof evidence !== 'object' || evidence === null) return null
  const figures = Object.entries(evidence)
  if (figures.length === 0) return null
  return (
    <dl className="mt-1.5 flex flex-wrap gap-x-6 gap-y-0.5 text-[13px]">
      {figures.map(([name, value]) => (
        <div key={name} className="flex gap-1.5">
          <dt className="text-ink-3">{wordsOf(name)}</dt>
          <dd className="tabular-nums [overflow-wrap:anywhere]">{figure(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

function figure(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(4)))
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}
