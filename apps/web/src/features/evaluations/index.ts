export { entryLabel } from './entry-label.ts'
export { loadManifest } from './load-manifest.ts'
export { evaluationAnchor, EvaluationView, EvaluationViewFragment } from './evaluation-view.tsx'
export type { Standing } from './report-summary.tsx'
