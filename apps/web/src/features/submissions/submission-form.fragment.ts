import { graphql } from '../../lib/graphql/index.ts'

// In a file of its own: the server composes it into the page's query, and what a client component's file exports is
// to the server only a reference.
export const SubmissionFormFragment = graphql(`
  fragment SubmissionForm on Dataset {
    slug
    name
    modality
    classNames
    channelNames
  }
`)
