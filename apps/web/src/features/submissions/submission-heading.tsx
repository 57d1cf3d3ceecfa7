import type { ReactNode } from 'react'
import { Chip } from '../../components/chip.tsx'
import { FamilyMark, familyNames } from '../../components/family.tsx'
import { PageHeading } from '../../components/page.tsx'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { formatInstant } from '../../lib/format.ts'
import { StatusLabel } from './submission-status.tsx'

export const SubmissionHeadingFragment = graphql(`
  fragment SubmissionHeading on Submission {
    name
    family
    architecture
    training
    description
    paperUrl
    codeUrl
    licence
    visibility
    isBaseline
    isMine
    status
    createdAt
    owner { name }
  }
`)

/** The model's name, what its owner says about it, and where it stands. Links are shown, never fetched. */
export function SubmissionHeading(props: { submission: FragmentOf<typeof SubmissionHeadingFragment> }): ReactNode {
  const submission = readFragment(SubmissionHeadingFragment, props.submission)
  return (
    <PageHeading
      above={
        <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <StatusLabel status={submission.status} />
          <span>
            Submitted {formatInstant(submission.createdAt)} by {ownerName(submission)}
          </span>
        </span>
      }
      title={submission.name}
      lead={
        <>
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="inline-flex items-center gap-1.5">
              <FamilyMark family={submission.family} />
              {familyNames[submission.family]} · {submission.architecture}
            </span>
            {submission.isBaseline ? <Chip>baseline</Chip> : null}
            {submission.training === 'ADVERSARIAL' ? <Chip>adversarially trained</Chip> : null}
            {submission.training === 'FREQUENCY_ADVERSARIAL' ? <Chip>frequency trained</Chip> : null}
            {submission.visibility === 'PRIVATE' ? <Chip>only you see this</Chip> : null}
            {submission.visibility === 'ANONYMOUS' ? <Chip>anonymous</Chip> : null}
            {submission.licence ? <Chip>{submission.licence}</Chip> : null}
            <OutsideLink href={submission.paperUrl}>Paper</OutsideLink>
            <OutsideLink href={submission.codeUrl}>Code</OutsideLink>
          </span>
          {submission.description === '' ? null : (
            <span className="mt-3 block whitespace-pre-line [overflow-wrap:anywhere]">{submission.description}</span>
          )}
        </>
      }
    />
  )
}

function ownerName(submission: { isMine: boolean; isBaseline: boolean; owner: { name: string } | null }): string {
  if (submission.isMine) return 'you'
  return submission.owner?.name ?? 'somebody who stays anonymous'
}

function OutsideLink({ href, children }: { href: string | null; children: ReactNode }): ReactNode {
  if (href === null || !/^https?:\/\//.test(href)) return null
  return (
    <a href={href} rel="noopener noreferrer nofollow ugc" className="underline decoration-line underline-offset-3">
      {children}
    </a>
  )
}
