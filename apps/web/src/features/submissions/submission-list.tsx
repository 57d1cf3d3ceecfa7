import Link from 'next/link'
import type { ReactNode } from 'react'
import { FamilyMark, familyNames } from '../../components/family.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatInstant } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { StatusLabel } from './submission-status.tsx'

export const SubmissionListFragment = graphql(`
  fragment SubmissionList on Submission {
    uuid
    name
    family
    architecture
    status
    visibility
    createdAt
    datasets { slug name }
  }
`)

/** Submissions, newest first as given, with where each stands. */
export function SubmissionList(props: {
  submissions: readonly FragmentOf<typeof SubmissionListFragment>[]
}): ReactNode {
  const submissions = readFragment(SubmissionListFragment, props.submissions)
  return (
    <Table caption="My submissions">
      <thead>
        <tr>
          <HeadCell>Model</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell className="max-md:hidden">Datasets</HeadCell>
          <HeadCell className="max-md:hidden">Visible to</HeadCell>
          <HeadCell className="max-sm:hidden">Submitted</HeadCell>
        </tr>
      </thead>
      <tbody>
        {submissions.map((submission) => (
          <tr key={submission.uuid} className="hover:bg-hover">
            <RowHead>
              <span className="flex items-baseline gap-1.5 font-[580]">
                <FamilyMark family={submission.family} />
                <Link href={`/submissions/${submission.uuid}`} className="[overflow-wrap:anywhere]">
                  {submission.name}
                </Link>
              </span>
              <span className="block text-[12.5px] text-ink-3">
                {familyNames[submission.family]} · {submission.architecture}
              </span>
            </RowHead>
            <Cell>
              <StatusLabel status={submission.status} />
            </Cell>
            <Cell className="min-w-48 text-ink-2 max-md:hidden">
              {submission.datasets.map(({ name }) => name).join(', ')}
            </Cell>
            <Cell className="text-ink-2 max-md:hidden">{visibilityWords[submission.visibility]}</Cell>
            <Cell className="whitespace-nowrap text-ink-2 max-sm:hidden">{formatInstant(submission.createdAt)}</Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

const visibilityWords = { PUBLIC: 'everybody', ANONYMOUS: 'everybody, no name', PRIVATE: 'only me' } as const
