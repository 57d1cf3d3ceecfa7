import Link from 'next/link'
import type { ReactNode } from 'react'
import { CodeBlock } from '../../components/code-block.tsx'
import type { BoardView } from '../leaderboard/index.ts'
import { boardAsQuery } from './board-as-query.ts'

/** How to ask for what the site shows. `view` is the board one came from; null where one did not come from a board. */
export function ApiGuide({ publicUrl, view }: { publicUrl: string; view: BoardView | null }): ReactNode {
  const endpoint = new URL('/graphql', publicUrl).href
  const board = boardAsQuery(view?.dataset ?? 'phantom-ct', view)
  return (
    <div className="max-w-[72rem]">
      <Topic title="Endpoint" note="GraphQL over HTTP; POST with a JSON body. Reading needs no account.">
        <CodeBlock what="the endpoint" code={endpoint} />
        <p className="mt-2 text-[13px] text-ink-2">
          The whole schema, described field by field:{' '}
          <Link href="/schema.graphql" prefetch={false} className="underline underline-offset-3">
            schema.graphql
          </Link>
          . Limits per query: 14 levels deep, 3,000 tokens, 30 aliases.
        </p>
      </Topic>
      <Topic
        id="view"
        title={view === null ? 'A board' : 'The view you came from'}
        note="The ranks, with the interval of each number. CSV and JSON of the same board: /leaderboard.csv and /leaderboard.json with the same parameters."
      >
        <CodeBlock what="the query of a board" code={board} />
        <div className="mt-3">
          <CodeBlock what="the same with curl" code={asCurl(endpoint, board)} />
        </div>
      </Topic>
      <Topic
        title="A submission while it runs"
        note="Cheap enough to ask once a second. The id is the one in the page's address."
      >
        <CodeBlock what="the query of a running submission" code={progressQuery} />
      </Topic>
      <Topic
        title="Every number of a result"
        note="manifest is the same as one file, byte for byte what voxproof evaluate writes on the same kind of machine."
      >
        <CodeBlock what="the query of a result" code={resultQuery} />
      </Topic>
      <Topic
        title="Submitting from a script"
        note="Sign in at /api/auth/sign-in/email; send the answer's set-auth-token header as “Authorization: Bearer …”. Create the submission, then send the file to uploadUrl by the tus protocol with Upload-Metadata submission (the uuid) and filename."
      >
        <CodeBlock what="the mutation that creates a submission" code={createMutation} />
      </Topic>
      <Topic
        title="Errors, ids and lists"
        note="What a user can cause is a type of the result: NotSignedIn, InvalidInput, DailyLimitReached, NotFound, NotAllowed. A rejected file carries rejection { code message }; codes are stable."
      >
        <p className="text-ink-2">
          Ids are global and work with node(id). Lists that grow are Relay connections: first, after, pageInfo.
        </p>
      </Topic>
    </div>
  )
}

/** What to know on the left, what to copy on the right; below each other where there is no room. */
function Topic(topic: { id?: string; title: string; note?: string; children: ReactNode }): ReactNode {
  return (
    <section id={topic.id} className="mt-10 grid grid-cols-1 gap-x-12 gap-y-3 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <div>
        <h2>{topic.title}</h2>
        {topic.note === undefined ? null : <p className="mt-1 text-[13px] text-ink-2">{topic.note}</p>}
      </div>
      <div className="min-w-0">{topic.children}</div>
    </section>
  )
}

function asCurl(endpoint: string, query: string): string {
  const body = JSON.stringify({ query: query.replaceAll(/\s+/g, ' ') }).replaceAll("'", String.raw`'\''`)
  return `curl -s ${endpoint} \\\n  -H 'content-type: application/json' \\\n  --data '${body}'`
}

const progressQuery = `{
  submission(id: "00000000-0000-0000-0000-000000000000") {
    status
    queuePosition
    progress { finishedParts totalParts fraction etaSeconds }
    rejection { code message }
  }
}`

const resultQuery = `{
  submission(id: "00000000-0000-0000-0000-000000000000") {
    name
    model { hash parameters opset }
    evaluations {
      dataset { slug }
      report {
        clean { mean low high }
        robust { mean low high }
        worstTenth worstDice noiseDice rankedBy
        flags { code message evidence }
        transfer { entry surrogates onSurrogates onModel rate }
        curve { epsilon foregroundDice { mean low high } }
        outcomes {
          caseKey entry dice foregroundDice hd95Mm linf l2 ssim losses
          trials { loss restart round steps foregroundDice }
          paper { dice hd95Voxels }
        }
        provenance { modelHash suiteHash datasetHash engineVersion engineHash seed }
      }
      origin manifest
    }
  }
}`

const createMutation = `mutation {
  createSubmission(input: {
    name: "SegResNet, small", family: CONVOLUTIONAL,
    architecture: "SegResNet", datasets: ["phantom-ct"]
  }) {
    ... on SubmissionCreated { submission { uuid } uploadUrl }
    ... on InvalidInput { issues { path message } }
    ... on DailyLimitReached { message resetsAt }
    ... on NotSignedIn { message }
  }
}`
