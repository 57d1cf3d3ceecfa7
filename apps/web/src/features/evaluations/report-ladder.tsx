import type { ReactNode } from 'react'
import { Section } from '../../components/page.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatDice, formatEpsilon, formatPlural } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { type Attempt, type Candidate, ladderRungs, type Rung } from './ladder-rungs.ts'

export const ReportLadderFragment = graphql(`
  fragment ReportLadder on EvaluationReport {
    outcomes {
      caseKey
      entry
      epsilon
      carriedFrom
      foregroundDice
      trials { loss restart round steps foregroundDice }
    }
  }
`)

/** What became of each candidate of the ladder at each bound, opened on demand. Nothing where the suite has no ladder. */
export function ReportLadder(props: { report: FragmentOf<typeof ReportLadderFragment> }): ReactNode {
  const rungs = ladderRungs(readFragment(ReportLadderFragment, props.report).outcomes)
  if (rungs.length === 0) return null
  return (
    <Section
      title="How the strongest attack was sought"
      note={
        <>
          At each bound APGD tries every loss from every start for a few steps; on each scan the better half, by the
          Dice that it leaves, goes on. Start 0 is what the next smaller bound found. Shown are the mean Dice after so
          many steps, over the scans on which the candidate still ran, and the Dice that it reached on each scan:{' '}
          <strong className="font-semibold text-ink">bold</strong> where its volume counts, (in brackets) where it was
          dropped.
        </>
      }
    >
      <div className="flex flex-col gap-2">
        {rungs.map((rung) => (
          <details key={rung.entry}>
            <summary className="w-fit cursor-pointer text-ink-2 hover:text-ink">
              At {formatEpsilon(rung.epsilon)}: {inShort(rung)}
            </summary>
            <div className="mt-1 mb-5">
              <RungTable rung={rung} />
            </div>
          </details>
        ))}
      </div>
    </Section>
  )
}

/** How many candidates on how many scans, and which loss found the worst most often. */
function inShort({ candidates, scans }: Rung): string {
  const wins = Map.groupBy(
    candidates.flatMap(({ loss, attempts }) => attempts.flatMap((one) => (one?.fate === 'worst' ? [loss] : []))),
    (loss) => loss,
  )
  const [first] = [...wins].toSorted(([, a], [, b]) => b.length - a.length)
  const carried = scans.filter(({ carriedFrom }) => carriedFrom !== null).length
  return [
    formatPlural(candidates.length, 'candidate'),
    ...(first === undefined ? [] : [`${lossWords(first[0])} worst on ${first[1].length} of ${scans.length} scans`]),
    ...(carried === 0 ? [] : [`nothing worse than at a smaller bound on ${carried}`]),
  ].join(', ')
}

function RungTable({ rung }: { rung: Rung }): ReactNode {
  return (
    <Table caption={`Candidates at ${formatEpsilon(rung.epsilon)}`}>
      <thead>
        <tr>
          <HeadCell className="sticky left-0 bg-ground">Loss</HeadCell>
          <HeadCell align="right">Start</HeadCell>
          {rung.stepsByRound.map((steps) => (
            <HeadCell key={steps} align="right">
              {steps} steps
            </HeadCell>
          ))}
          {rung.scans.map(({ caseKey }) => (
            <HeadCell key={caseKey} align="right">
              {caseKey}
            </HeadCell>
          ))}
        </tr>
      </thead>
      <tbody>
        {rung.candidates.map((candidate) => (
          <CandidateRow key={`${candidate.loss} ${candidate.restart}`} candidate={candidate} scans={rung.scans} />
        ))}
      </tbody>
    </Table>
  )
}

function CandidateRow({ candidate, scans }: { candidate: Candidate; scans: Rung['scans'] }): ReactNode {
  const { loss, restart, rounds, attempts } = candidate
  return (
    <tr className="hover:bg-hover">
      <RowHead className="sticky left-0 bg-ground font-[550] md:whitespace-nowrap">{lossWords(loss)}</RowHead>
      <Cell align="right">{restart}</Cell>
      {rounds.map(({ meanDice, scanCount }, index) => (
        <Cell key={rounds.slice(0, index + 1).length} align="right" className="whitespace-nowrap">
          {meanDice === null ? (
            <span className="text-ink-3">–</span>
          ) : (
            <>
              {formatDice(meanDice)}
              <span className="ml-1.5 inline-block w-13 text-xs text-ink-3">{formatPlural(scanCount, 'scan')}</span>
            </>
          )}
        </Cell>
      ))}
      {scans.map(({ caseKey, carriedFrom }, index) => (
        <AttemptCell key={caseKey} found={attempts[index] ?? null} carriedFrom={carriedFrom} />
      ))}
    </tr>
  )
}

function AttemptCell({ found, carriedFrom }: { found: Attempt | null; carriedFrom: string | null }): ReactNode {
  if (found === null)
    return (
      <Cell
        align="right"
        className="text-ink-3"
        title={carriedFrom === null ? 'Not run: the scan was lost before' : `Not run: what ${carriedFrom} found stands`}
      >
        –
      </Cell>
    )
  const dice = formatDice(found.foregroundDice)
  return (
    <Cell
      align="right"
      className={found.fate === 'worst' ? 'font-semibold' : found.fate === 'kept' ? undefined : 'text-ink-3'}
      title={`${formatPlural(found.steps, 'step')}${fates[found.fate]}`}
    >
      {found.fate === 'dropped' ? `(${dice})` : dice}
    </Cell>
  )
}

const fates = { worst: '; its volume counts', kept: '', dropped: '; dropped' } as const

/** The suite's losses as people write them; any other as it is. */
function lossWords(loss: string): string {
  return losses[loss] ?? loss
}

const losses: Readonly<Record<string, string>> = {
  'masked-ce': 'Masked CE',
  'balanced-masked-ce': 'Balanced masked CE',
  js: 'JS divergence',
  dicece: 'DiceCE',
  'cospgd-ce': 'CosPGD',
}
