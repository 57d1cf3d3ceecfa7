import { submission } from '@voxproof/schema/tables'
import { eq } from 'drizzle-orm'
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from './testing/client.ts'
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts'

let gateway: TestGateway

beforeAll(async () => {
  gateway = await startTestGateway({ dailySubmissionLimit: 3 })
})

afterAll(() => gateway.stop())

async function person(name: string): Promise<Client> {
  const client = gateway.client()
  await client.signUp(name)
  return client
}

/** The raw answer to a query, errors and status included. */
async function ask(client: Client, query: string, variables = {}): Promise<{ status: number; body: string }> {
  const headers = { 'content-type': 'application/json' }
  const response = await client.request('/graphql', {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  })
  return { status: response.status, body: await response.text() }
}

const create = `mutation ($input: CreateSubmissionInput!) { createSubmission(input: $input) {
  __typename
  ... on SubmissionCreated { uploadUrl submission { id uuid status isMine } }
  ... on InvalidInput { issues { path message } }
  ... on DailyLimitReached { limit resetsAt }
} }`
const input = { name: 'Small U-Net', family: 'CONVOLUTIONAL', architecture: 'U-Net', datasets: ['phantom-ct'] }

interface Created {
  createSubmission: { __typename: string; submission: { id: string; uuid: string } }
}

describe('creating', () => {
  test('needs somebody who is signed in', async () => {
    const answer = await gateway.client().query<Created>(create, { input })
    expect(answer.createSubmission).toEqual({ __typename: 'NotSignedIn' })
  })

  test.each([
    [{ name: '  ' }, 'name'],
    [{ name: 'a'.repeat(121) }, 'name'],
    [{ name: 'two\nlines' }, 'name'],
    [{ datasets: [] }, 'datasets'],
    [{ datasets: ['no-such-dataset'] }, 'datasets.0'],
    [{ datasets: ["phantom-ct'; drop table submission; --"] }, 'datasets.0'],
    [{ paperUrl: 'javascript:alert(1)' }, 'paperUrl'],
    [{ description: 'nul\u0000' }, 'description'],
  ])('%j is answered with the field that does not fit', async (change, path) => {
    const ada = await person('Ada')
    const answer = await ada.query<Created>(create, { input: { ...input, ...change } })
    expect(answer.createSubmission).toMatchObject({ __typename: 'InvalidInput', issues: [{ path }] })
  })

  test('the same idempotency key gives the same submission, also when both come at once', async () => {
    const ada = await person('Ada')
    const wish = { input: { ...input, idempotencyKey: 'once' } }
    const answers = await Promise.all([ada.query<Created>(create, wish), ada.query<Created>(create, wish)])
    const third = await ada.query<Created>(create, wish)
    const ids = [...answers, third].map((answer) => answer.createSubmission.submission.uuid)
    expect(new Set(ids).size).toBe(1)
  })

  test('three are allowed in 24 hours; rejected, failed and cancelled ones give their place back', async () => {
    const ada = await person('Ada')
    const ids = [await ada.createSubmission(), await ada.createSubmission(), await ada.createSubmission()] as const
    const full = await ada.query<Created>(create, { input })
    expect(full.createSubmission).toMatchObject({ __typename: 'DailyLimitReached', limit: 3 })

    await gateway.db.update(submission).set({ status: 'rejected' }).where(eq(submission.id, ids[0]))
    await gateway.db.update(submission).set({ status: 'failed' }).where(eq(submission.id, ids[1]))
    await ada.query(`mutation { cancelSubmission(input: { id: "${ids[2]}" }) { __typename } }`)
    const { viewer } = await ada.query<{ viewer: unknown }>('{ viewer { submissionsLeftToday } }')
    expect(viewer).toEqual({ submissionsLeftToday: 3 })
  })

  test('of five at once for three places, three are created', async () => {
    const ada = await person('Ada')
    const answers = await Promise.all(Array.from({ length: 5 }, () => ada.query<Created>(create, { input })))
    const kinds = answers.map((answer) => answer.createSubmission.__typename).sort()
    expect(kinds).toEqual([...Array(2).fill('DailyLimitReached'), ...Array(3).fill('SubmissionCreated')])
  })
})

describe('changing', () => {
  const cancel = 'mutation ($id: ID!) { cancelSubmission(input: { id: $id }) { __typename } }'
  const retry = 'mutation ($id: ID!) { retrySubmission(input: { id: $id }) { __typename } }'
  const hide = 'mutation ($id: ID!) { changeVisibility(input: { id: $id, visibility: PRIVATE }) { __typename } }'

  test('is for the owner; to others a submission that they cannot see is not there', async () => {
    const ada = await person('Ada')
    const eve = await person('Eve')
    const id = await ada.createSubmission()
    for (const mutation of [cancel, retry, hide]) {
      expect(JSON.stringify(await eve.query(mutation, { id }))).toContain('NotFound')
      expect(JSON.stringify(await gateway.client().query(mutation, { id }))).toContain('NotSignedIn')
    }
    await gateway.db.update(submission).set({ status: 'evaluating' }).where(eq(submission.id, id))
    expect(JSON.stringify(await eve.query(cancel, { id }))).toContain('NotAllowed')
  })

  test('a cancelled submission cannot be cancelled again, one that failed for good cannot be retried', async () => {
    const ada = await person('Ada')
    const id = await ada.createSubmission()
    expect(JSON.stringify(await ada.query(cancel, { id }))).toContain('SubmissionCancelled')
    expect(JSON.stringify(await ada.query(cancel, { id }))).toContain('NotAllowed')
    const failure = { code: 'time-budget-exceeded', message: 'Too slow.', canRetry: false } as const
    await gateway.db.update(submission).set({ status: 'failed', failure }).where(eq(submission.id, id))
    expect(JSON.stringify(await ada.query(retry, { id }))).toContain('NotAllowed')
    await gateway.db
      .update(submission)
      .set({ failure: { ...failure, canRetry: true } })
      .where(eq(submission.id, id))
    expect(JSON.stringify(await ada.query(retry, { id }))).toContain('SubmissionRetried')
  })
})

describe('visibility', () => {
  const show = 'query ($id: ID!) { submission(id: $id) { name isMine owner { name } } node(id: $id) { id } }'

  test.each([
    ['public', 'finished', { name: 'Small U-Net', isMine: false, owner: { name: 'Ada' } }],
    ['anonymous', 'finished', { name: 'Small U-Net', isMine: false, owner: null }],
    ['private', 'finished', null],
    ['public', 'awaiting-upload', null],
    ['public', 'rejected', null],
    ['public', 'failed', null],
    ['public', 'cancelled', null],
    ['public', 'validating', { name: 'Small U-Net', isMine: false, owner: { name: 'Ada' } }],
  ] as const)('of a %s one that is %s, a stranger sees %j', async (visibility, status, expected) => {
    const ada = await person('Ada')
    const uuid = await ada.createSubmission()
    await gateway.db.update(submission).set({ visibility, status }).where(eq(submission.id, uuid))
    const { submission: own } = await ada.query<{ submission: { id: string } }>(
      `{ submission(id: "${uuid}") { id isMine owner { name } } }`,
    )
    expect(own).toMatchObject({ isMine: true, owner: { name: 'Ada' } })

    const seen = await gateway.client().query<{ submission: unknown; node: unknown }>(show, { id: own.id })
    expect(seen.submission).toEqual(expected)
    expect(seen.node === null).toBe(expected === null)
    const { submissions } = await gateway
      .client()
      .query<{ submissions: { nodes: { uuid: string }[] } }>('{ submissions(first: 100) { nodes { uuid } } }')
    expect(submissions.nodes.some((node) => node.uuid === uuid)).toBe(expected !== null)
  })

  test('the list of a person leaves their anonymous ones out for everybody else, and hides the e-mail address', async () => {
    const ada = await person('Ada')
    const uuid = await ada.createSubmission()
    await gateway.db
      .update(submission)
      .set({ visibility: 'anonymous', status: 'finished' })
      .where(eq(submission.id, uuid))
    const { viewer } = await ada.query<{ viewer: { id: string } }>('{ viewer { id email submissions { totalCount } } }')
    expect(viewer).toMatchObject({ submissions: { totalCount: 1 }, email: expect.stringContaining('@') })
    const asked = `query ($id: ID!) { node(id: $id) { ... on User { email submissionsLeftToday submissions { totalCount } } } }`
    const { node } = await gateway.client().query<{ node: unknown }>(asked, { id: viewer.id })
    expect(node).toEqual({ email: null, submissionsLeftToday: null, submissions: { totalCount: 0 } })
  })
})

describe('pages', () => {
  test('cursors lead through the whole list without gaps or repetitions', async () => {
    const ada = await person('Ada')
    const created = [await ada.createSubmission(), await ada.createSubmission(), await ada.createSubmission()]
    const seen: string[] = []
    let after: string | null = null
    do {
      const { viewer }: { viewer: { submissions: PageOfUuids } } = await ada.query(
        'query ($after: String) { viewer { submissions(first: 1, after: $after) { nodes { uuid } pageInfo { hasNextPage endCursor } } } }',
        { after },
      )
      seen.push(...viewer.submissions.nodes.map((node) => node.uuid))
      after = viewer.submissions.pageInfo.hasNextPage ? viewer.submissions.pageInfo.endCursor : null
    } while (after !== null)
    expect(seen).toEqual(created.reverse())
  })
})

interface PageOfUuids {
  nodes: { uuid: string }[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}

describe('hostile queries', () => {
  const cursorOf = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
  const nil = '00000000-0000-0000-0000-000000000000'

  test.each([
    ["'; drop table submission; --"],
    [cursorOf('CREATED_AT', '1); drop table submission; --', nil)],
    [cursorOf('CREATED_AT', '1', "'; drop table submission; --")],
    [cursorOf('CREATED_AT', '\u0000', nil)],
    [cursorOf('RANK', '1', nil)],
    [Buffer.from('{}').toString('base64')],
  ])('the cursor %s is a typed error', async (after) => {
    const { status, body } = await ask(
      gateway.client(),
      'query ($after: String) { submissions(after: $after) { totalCount } }',
      {
        after,
      },
    )
    expect(status).toBe(200)
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
  })

  test.each([['NAME'], ['RANK'], ['PARAMETERS'], ['CREATED_AT']])(
    'a cursor with SQL in it is no way into the order %s',
    async (order) => {
      const after = cursorOf(order, "x'); drop table ranking; --", nil)
      const { body } = await ask(
        gateway.client(),
        `query ($after: String) { leaderboard(dataset: "phantom-ct") { entries(after: $after, orderBy: ${order}) { totalCount } } }`,
        { after },
      )
      expect(body).not.toContain('INTERNAL_SERVER_ERROR')
    },
  )

  test.each(['name; drop table submission', 'created_at desc', 'RANK"'])('the order %j is refused', async (orderBy) => {
    const { status, body } = await ask(
      gateway.client(),
      'query ($orderBy: LeaderboardOrder) { leaderboard(dataset: "phantom-ct") { entries(orderBy: $orderBy) { totalCount } } }',
      { orderBy },
    )
    expect(status).toBe(400)
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
  })

  test.each([
    "' or 1=1 --",
    'U3VibWlzc2lvbjonIG9yIDE9MQ',
    Buffer.from('Submission:\u0000').toString('base64'),
    Buffer.from('Dataset:\u0000').toString('base64'),
    Buffer.from("User:' or 1=1 --").toString('base64'),
    Buffer.from('Evaluation:../../x').toString('base64'),
    '',
  ])('the id %j names nothing', async (id) => {
    const answer = await gateway
      .client()
      .query(
        'query ($id: ID!) { node(id: $id) { id } submission(id: $id) { id } dataset(slug: $id) { id } }'.replace(
          'dataset(slug: $id)',
          `dataset(slug: ${JSON.stringify(id)})`,
        ),
        { id },
      )
    expect(answer).toEqual({ node: null, submission: null, dataset: null })
  })

  const deep = `{ submissions { nodes ${'{ owner { submissions { nodes '.repeat(8)} { id } ${'} } }'.repeat(8)} } }`
  const aliases = `{ ${Array.from({ length: 200 }, (_, index) => `a${index}: datasets { id }`).join(' ')} }`
  const tokens = `{ ${'datasets { id } '.repeat(2000)} }`
  const directives = `{ datasets ${'@include(if: true) '.repeat(60)} { id } }`
  const wide = `{ submissions(first: 100) { nodes { owner { submissions(first: 100) { nodes { owner {
    submissions(first: 100) { nodes { id name } } } } } } } } }`
  test.each([
    ['for a million rows', wide],
    ['deep', deep],
    ['with 200 aliases', aliases],
    ['of 8000 words', tokens],
    ['with 60 directives', directives],
    ['that is no GraphQL', '{ datasets '],
    ['for a field that is not there', '{ password }'],
  ])('a query %s is answered 400 with a reason', async (_what, query) => {
    const { status, body } = await ask(gateway.client(), query)
    expect(status).toBe(400)
    expect(body).not.toContain('stack')
    expect(JSON.parse(body)).toHaveProperty('errors.0.message')
  })

  test('the schema can be read by introspection', async () => {
    expect((await ask(gateway.client(), getIntrospectionQuery())).status).toBe(200)
  })

  test('several queries in one request are refused', async () => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify([{ query: '{ datasets { id } }' }, { query: '{ datasets { id } }' }])
    expect((await gateway.client().request('/graphql', { method: 'POST', headers, body })).status).toBe(400)
  })

  test('a form of another site cannot send mutations', async () => {
    const ada = await person('Ada')
    const headers = { 'content-type': 'text/plain' }
    const body = JSON.stringify({ query: 'mutation { cancelSubmission(input: { id: "x" }) { __typename } }' })
    expect((await ada.request('/graphql', { method: 'POST', headers, body })).status).toBe(400)
    expect((await ada.request('/graphql?query={viewer{id}}')).status).toBe(400)
  })

  test('another site cannot act with the cookies of somebody who is signed in', async () => {
    const ada = await person('Ada')
    const response = await ada.request('/api/auth/sign-out', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
      body: '{}',
    })
    expect(response.status).toBe(403)
    expect(await ada.query('{ viewer { name } }')).toEqual({ viewer: { name: 'Ada' } })
  })

  test('a body that is no JSON is answered 400 without a stack', async () => {
    const headers = { 'content-type': 'application/json' }
    const response = await gateway.client().request('/graphql', { method: 'POST', headers, body: '{' })
    expect(response.status).toBe(400)
    expect(await response.text()).not.toContain('at ')
  })
})

const credentialHeaders = { 'content-type': 'application/json', origin: 'http://localhost:3000' }

describe('sign-in', () => {
  test('after 20 attempts within a minute an address has to wait', async () => {
    const guesser = gateway.client()
    const body = JSON.stringify({ email: 'ada@example.org', password: 'a guess at it' })
    const init = { method: 'POST', headers: credentialHeaders, body }
    const statuses: number[] = []
    for (let attempt = 0; attempt < 21; attempt++) {
      statuses.push((await guesser.request('/api/auth/sign-in/email', init)).status)
    }
    expect(statuses).toEqual([...Array(20).fill(401), 429])
  })
})

describe('scripts', () => {
  test('a bearer token from sign-in stands for the session', async () => {
    const credentials = { email: 'script@example.org', password: 'correct horse battery', name: 'Script' }
    const init = { method: 'POST', headers: credentialHeaders, body: JSON.stringify(credentials) }
    await gateway.client().request('/api/auth/sign-up/email', init)
    const signedIn = await gateway.client().request('/api/auth/sign-in/email', init)
    const token = signedIn.headers.get('set-auth-token')
    const response = await gateway.client().request('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ viewer { name } }' }),
    })
    expect(await response.json()).toEqual({ data: { viewer: { name: 'Script' } } })
  })
})

describe('operation', () => {
  test('health, readiness and the start page answer', async () => {
    const client = gateway.client()
    expect((await client.request('/healthz')).status).toBe(200)
    expect((await client.request('/readyz')).status).toBe(200)
    const page = await client.request('/graphql', { headers: { accept: 'text/html' } })
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(await page.text()).not.toMatch(/src=|href=/)
  })

  test('each response carries a request id', async () => {
    const response = await gateway.client().request('/healthz', { headers: { 'x-request-id': 'abcdef-123456' } })
    expect(response.headers.get('x-request-id')).toBe('abcdef-123456')
  })

  test('limits and versions are told', async () => {
    const { service } = await gateway
      .client()
      .query<{ service: unknown }>('{ service { maxUploadBytes dailySubmissionLimit uploadUrl engineVersion } }')
    expect(service).toEqual({
      maxUploadBytes: 4_194_304,
      dailySubmissionLimit: 3,
      uploadUrl: '/uploads',
      engineVersion: '0.1.0',
    })
  })
})
