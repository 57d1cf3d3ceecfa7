import Link from 'next/link'
import type { ReactNode } from 'react'
import { Notice } from '../../components/notice.tsx'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { PartsGrid, PartsGridFragment } from './parts-grid.tsx'
import { ReportCases, ReportCasesFragment } from './report-cases.tsx'
import { ReportClassEntries, ReportClassEntriesFragment } from './report-class-entries.tsx'
import { ReportClasses, ReportClassesFragment } from './report-classes.tsx'
import { ReportCurve, ReportCurveFragment } from './report-curve.tsx'
import { ReportEntries, ReportEntriesFragment } from './report-entries.tsx'
import { ReportFlags, ReportFlagsFragment } from './report-flags.tsx'
import { ReportLadder, ReportLadderFragment } from './report-ladder.tsx'
import { ReportNoise, ReportNoiseFragment } from './report-noise.tsx'
import { ReportProvenance, ReportProvenanceFragment } from './report-provenance.tsx'
import { ReportSummary, ReportSummaryFragment, type Standing } from './report-summary.tsx'
import { ReportTransfer, ReportTransferFragment } from './report-transfer.tsx'
import { ReportVanished, ReportVanishedFragment } from './report-vanished.tsx'

export const EvaluationViewFragment = graphql(
  `
    fragment EvaluationView on Evaluation {
      status
      failure { message }
      dataset { slug name }
      suite { slug headlineEpsilon }
      report {
        ...ReportCurve
        ...ReportEntries
        ...ReportClasses
        ...ReportClassEntries
        ...ReportCases
        ...ReportFlags
        ...ReportLadder
        ...ReportNoise
        ...ReportTransfer
        ...ReportVanished
      }
      ...PartsGrid
      ...ReportSummary
      ...ReportProvenance
    }
  `,
  [
    ReportCurveFragment,
    ReportEntriesFragment,
    ReportClassesFragment,
    ReportClassEntriesFragment,
    ReportCasesFragment,
    ReportFlagsFragment,
    ReportLadderFragment,
    ReportNoiseFragment,
    ReportTransferFragment,
    ReportVanishedFragment,
    PartsGridFragment,
    ReportSummaryFragment,
    ReportProvenanceFragment,
  ],
)

/** One model on one dataset: its parts while it runs, its report when it is done. */
export function EvaluationView(props: {
  evaluation: FragmentOf<typeof EvaluationViewFragment>
  standing: Standing | null
  modelName: string
  colour: string
}): ReactNode {
  const evaluation = readFragment(EvaluationViewFragment, props.evaluation)
  const { dataset, suite, report, status, failure } = evaluation
  const { colour } = props
  return (
    <section
      id={evaluationAnchor(evaluation)}
      aria-label={`On ${dataset.name}, ${suite.slug}`}
      className="mt-10 border-t border-line pt-6"
    >
      <h2 className="text-[19px]">
        On <Link href={`/datasets/${dataset.slug}`}>{dataset.name}</Link>, {suite.slug}
      </h2>
      {report === null ? (
        <div className="mt-4">
          {failure === null ? null : (
            <div className="mb-4">
              <Notice tone="danger" title="This dataset ended without a result">
                {failure.message}
              </Notice>
            </div>
          )}
          {status === 'CANCELLED' ? <p className="mb-3 text-ink-2">Called off before it was done.</p> : null}
          <PartsGrid evaluation={evaluation} />
        </div>
      ) : (
        <>
          <ReportSummary evaluation={evaluation} standing={props.standing} colour={colour} />
          <ReportFlags report={report} />
          <div className="grid grid-cols-1 items-start gap-x-9 lg:grid-cols-2">
            <ReportCurve report={report} name={props.modelName} colour={colour} />
            <ReportClasses report={report} colour={colour} />
            <ReportNoise report={report} colour={colour} />
            <ReportVanished report={report} />
          </div>
          <ReportEntries report={report} />
          <ReportClassEntries report={report} headlineEpsilon={suite.headlineEpsilon} />
          <ReportTransfer report={report} />
          <ReportLadder report={report} />
          <ReportCases report={report} headlineEpsilon={suite.headlineEpsilon} colour={colour} />
          <ReportProvenance evaluation={evaluation} />
        </>
      )}
    </section>
  )
}

/** Where an evaluation stands on the page of its submission. */
export function evaluationAnchor(evaluation: {
  readonly dataset: { readonly slug: string }
  readonly suite: { readonly slug: string }
}): string {
  return `${evaluation.dataset.slug}-${evaluation.suite.slug}`
}
