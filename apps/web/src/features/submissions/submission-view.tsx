import type { ReactNode } from 'react'
import { familyColour } from '../../components/family.tsx'
import { evaluationAnchor, EvaluationView, type Standing } from '../evaluations/index.ts'
import { LiveProgress } from './live-progress.tsx'
import type { SubmissionPage } from './load-submission.ts'
import { ModelFacts } from './model-facts.tsx'
import { OwnerControls } from './owner-controls.tsx'
import { RejectionNotice } from './rejection-notice.tsx'
import { SubmissionHeading } from './submission-heading.tsx'

/** A submission from its first byte to its rank. */
export function SubmissionView(view: {
  submission: SubmissionPage
  standings: ReadonlyMap<string, Standing>
}): ReactNode {
  const { submission } = view
  return (
    <>
      <SubmissionHeading submission={submission} />
      <OwnerControls submission={submission} />
      <LiveProgress submission={submission} />
      <RejectionNotice submission={submission} />
      {submission.status === 'AWAITING_UPLOAD' ? (
        <p className="text-ink-2">The file of this model has not been uploaded yet.</p>
      ) : null}
      <Contents evaluations={submission.evaluations} />
      {submission.evaluations.map((evaluation) => (
        <EvaluationView
          key={evaluation.id}
          evaluation={evaluation}
          standing={view.standings.get(evaluation.id) ?? null}
          modelName={submission.name}
          colour={familyColour(submission.family)}
        />
      ))}
      <ModelFacts submission={submission} />
    </>
  )
}

/** Links to the evaluations of a page that holds several, which are long. */
function Contents({ evaluations }: { evaluations: SubmissionPage['evaluations'] }): ReactNode {
  if (evaluations.length < 2) return null
  return (
    <nav aria-label="Evaluations" className="no-print mt-6 flex flex-wrap gap-x-5 gap-y-1 text-ink-2">
      {evaluations.map(({ id, dataset, suite }) => (
        <a key={id} href={`#${evaluationAnchor({ dataset, suite })}`} className="underline underline-offset-3">
          {dataset.name}, {suite.slug}
        </a>
      ))}
    </nav>
  )
}
