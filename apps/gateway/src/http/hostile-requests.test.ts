import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../testing/client.ts'
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts'

let gateway: TestGateway

beforeAll(async () => {
  gateway = await startTestGateway()
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
