import { submission } from '@voxproof/schema/tables'
import { eq } from 'drizzle-orm'
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
