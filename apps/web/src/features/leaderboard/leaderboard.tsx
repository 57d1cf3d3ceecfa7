import Link from 'next/link'
import type { ReactNode } from 'react'
import { ButtonLink } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { type Family, familyWord } from '../../components/family.tsx'
import { PageHeading, Section } from '../../components/page.tsx'
import { formatEpsilon, formatPlural } from '../../lib/format.ts'
import { suiteWords } from '../../lib/suite-words.ts'
import { BoardControls } from './board-controls.tsx'
import { BoardCurves, curveLimit } from './board-curves.tsx'
import { type AttackChoice, type BoardView, boardHref, boardQueryString } from './board-view.ts'
import { LeaderboardTable } from './leaderboard-table.tsx'
import type { Board, BoardPage } from './load-board.ts'
import { missingFamilies } from './missing-families.ts'
import { ParetoPlot } from './pareto-plot.tsx'
import { separationOf } from './separation.ts'
import { TransferMatrix } from './transfer-matrix.tsx'

/** The whole leaderboard page: question, controls, table, plots, and the ways to take the view away. */
export function Leaderboard({ page, view }: { page: BoardPage; view: BoardView }): ReactNode {
  const { board } = page
  return (
    <>
      <PageHeading
        title="Which segmentation models hold up?"
        lead={board ? <Lead board={board} view={view} /> : defaultLead}
      />
      <BoardControls
        datasets={page.datasets}
        current={board?.about.dataset.slug ?? null}
        suites={board === null ? new Map() : suitesOf(board)}
        suite={board?.about.suite.slug ?? null}
        families={new Map(board?.about.families.map(({ family, modelCount }) => [family, modelCount]))}
        attacks={new Set(board?.about.suite.entries.flatMap(({ track }) => attackOfTrack[track] ?? []) ?? []).add(
          'worst',
        )}
        view={view}
      />
      {board === null ? <NoBoard page={page} view={view} /> : <FullBoard board={board} view={view} />}
    </>
  )
}

/** The dataset's suites by slug with the number of their models; the shown one is among them also without any. */
function suitesOf({ about }: Board): ReadonlyMap<string, number> {
  const counts = new Map(about.dataset.boards.map(({ suite, modelCount }) => [suite.slug, modelCount]))
  return counts.has(about.suite.slug) ? counts : counts.set(about.suite.slug, 0)
}

const defaultLead =
  'Foreground Dice after the strongest attack found for each scan, computed on the submitted ONNX file.'

const attackOfTrack: Readonly<Record<string, AttackChoice>> = {
  WHITE_BOX: 'white-box',
  BLACK_BOX: 'black-box',
  FREQUENCY: 'frequency',
}

const attackPhrases: Readonly<Record<AttackChoice, string>> = {
  worst: 'the strongest attack found',
  'white-box': 'the strongest white-box attack found',
  'black-box': 'the strongest black-box attack found',
  frequency: 'the strongest frequency attack found',
}

function Lead({ board, view }: { board: Board; view: BoardView }): ReactNode {
  const { suite, caseCount, dataset } = board.about
  return (
    <>
      Foreground Dice after {attackPhrases[view.attack]} for each scan, at most {formatEpsilon(suite.headlineEpsilon)}{' '}
      per voxel, computed on the submitted ONNX file. {formatPlural(caseCount, 'scan')} of{' '}
      <Link href={`/datasets/${dataset.slug}`} className="underline decoration-line underline-offset-3">
        {dataset.name}
      </Link>
      , suite{' '}
      <Link href="/how-it-works#suite" className="whitespace-nowrap underline decoration-line underline-offset-3">
        {suite.slug}
      </Link>
      . {suiteWords[suite.slug]}
    </>
  )
}

function FullBoard({ board, view }: { board: Board; view: BoardView }): ReactNode {
  const { entries, about } = board
  if (entries.length === 0) return <NoModels view={view} />
  const separation = separationOf(entries)
  const missing = view.family === null ? missingFamilies(about.families) : null
  return (
    <>
      <LeaderboardTable
        entries={entries}
        view={view}
        hasGroups={separation === 'partly'}
        caption={`Models ranked on ${about.dataset.name}`}
      />
      {missing === null ? null : (
        <p className="border-b border-line-2 px-1.5 py-2.5 text-ink-2 md:px-3">
          {missing}{' '}
          <Link href="/submit" className="no-print underline underline-offset-3">
            Submit one
          </Link>
        </p>
      )}
      <div className="mt-4 flex flex-wrap gap-x-6 gap-y-1 text-[12.5px] text-ink-3">
        <span>
          95&nbsp;% intervals of Dice and rank from {about.bootstrapSamples.toLocaleString('en')} bootstraps over the
          scans, the same for all models
        </span>
        <span title={separations[separation].title}>{separations[separation].text}</span>
        {about.kendallTau === null ? null : (
          <span title="Kendall's tau between the published order and the order by the mean of the ranks on each scan">
            Ranking scan by scan instead agrees to τ = {about.kendallTau.toFixed(2)}
          </span>
        )}
        {view.attack === 'worst' ? null : <span>Ranks are by the worst of all attacks</span>}
        <TakeAway view={{ ...view, dataset: about.dataset.slug }} />
      </div>
      <div className="grid gap-x-9 lg:grid-cols-2">
        <Section
          title="Clean against robust"
          note="Up and to the right is better. The line joins models that none beats on both."
        >
          <ParetoPlot entries={entries} attack={view.attack} />
        </Section>
        <Section
          title="How fast it breaks"
          note={`Worst-case Dice ${entries.length > curveLimit ? `of the first ${curveLimit} models ` : ''}as the allowed change grows; band: 95\u00a0% interval.`}
        >
          <BoardCurves entries={entries} />
        </Section>
      </div>
      <TransferMatrix entries={entries} />
    </>
  )
}

const pairedTest = "Wilcoxon's signed-rank test over the scans, Holm's correction, 5 %"
const separations = {
  partly: { text: 'Models that share a letter are not told apart by the data', title: pairedTest },
  none: { text: 'A paired test over these scans tells none of the models apart', title: pairedTest },
  unknown: { text: 'Models whose rank intervals overlap are not told apart by the data', title: undefined },
} as const

/** The same view for machines. Plain anchors: these addresses answer with files, not pages. */
function TakeAway({ view }: { view: BoardView }): ReactNode {
  const query = boardQueryString(view)
  return (
    <span className="no-print flex gap-2 md:ml-auto">
      <a href={`/leaderboard.csv${query}`} download>
        CSV
      </a>
      <span aria-hidden="true">·</span>
      <a href={`/leaderboard.json${query}`}>JSON</a>
      <span aria-hidden="true">·</span>
      <Link href={`/api${query}#view`}>This view as a GraphQL query</Link>
    </span>
  )
}

function NoModels({ view }: { view: BoardView }): ReactNode {
  const family = view.family === null ? '' : `${familyWord(view.family.toUpperCase() as Family)} `
  return (
    <Empty
      title={`No ${family}model has been ranked here yet`}
      action={
        view.family === null ? (
          <ButtonLink href="/submit">Submit a model</ButtonLink>
        ) : (
          <ButtonLink href={boardHref(view, { family: null })}>Show all families</ButtonLink>
        )
      }
    >
      A model appears as soon as its evaluation is finished.
    </Empty>
  )
}

function NoBoard({ page, view }: { page: BoardPage; view: BoardView }): ReactNode {
  if (page.datasets.length === 0)
    return <Empty title="No dataset has been imported yet">Boards appear when the first dataset is there.</Empty>
  return (
    <Empty
      title={`There is no board for ${view.dataset ?? 'this dataset'}${view.suite === null ? '' : ` under suite ${view.suite}`}`}
      action={<ButtonLink href="/">Show the first board</ButtonLink>}
    >
      Choose a dataset above.
    </Empty>
  )
}
