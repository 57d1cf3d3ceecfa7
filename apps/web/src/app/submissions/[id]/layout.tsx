import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { submissionExists } from '../../../features/submissions/index.ts'

/** Decides before anything is sent whether there is such a page, so that the answer's status can say it. */
export default async function SubmissionLayout(layout: { params: Promise<{ id: string }>; children: ReactNode }) {
  if (!(await submissionExists((await layout.params).id))) notFound()
  return layout.children
}
