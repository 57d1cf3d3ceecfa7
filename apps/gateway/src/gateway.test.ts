import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { submission } from '@voxproof/schema/tables'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from './testing/client.ts'
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts'

let gateway: TestGateway
let ada: Client
let eve: Client
let nobody: Client

beforeAll(async () => {
  gateway = await startTestGateway({ dailySubmissionLimit: 40 })
  ada = gateway.client()
  eve = gateway.client()
  nobody = gateway.client()
  await ada.signUp('Ada')
  await eve.signUp('Eve')
})

afterAll(() => gateway.stop())

const bytes = Uint8Array.from({ length: 100_000 }, (_, position) => (position * 31) % 251)
const hash = createHash('sha256').update(bytes).digest('hex')

async function rowOf(id: string) {
  const [row] = await gateway.db.select().from(submission).where(eq(submission.id, id))
  if (row === undefined) throw new Error(`No submission ${id}.`)
  return row
}

async function upload(client: Client, id: string, content = bytes, filename = 'model.onnx'): Promise<void> {
  const begun = await client.beginUpload({ submission: id, size: content.length, filename })
  expect(begun.status).toBe(201)
  const sent = await client.sendBytes(begun.headers.get('location') ?? '', 0, content)
  expect(sent.status).toBe(204)
}

async function openJobs(id: string): Promise<number> {
  const { rows } = await gateway.db.execute(
    sql`select 1 from pgboss.job where name = 'validate-model' and data->>'submissionId' = ${id} and state = 'created'`,
  )
  return rows.length
}

describe('a submission from sign-up to validation', () => {
  test('the uploaded bytes are kept under their SHA-256 and one validation job is queued', async () => {
    const id = await ada.createSubmission()
    expect((await rowOf(id)).status).toBe('awaiting-upload')

    await upload(ada, id)

    const row = await rowOf(id)
    expect(row).toMatchObject({ status: 'validating', modelHash: hash, fileName: 'model.onnx' })
    expect(row.uploadedAt).not.toBeNull()
    expect(await readFile(join(gateway.home, 'models', `${hash}.onnx`))).toEqual(Buffer.from(bytes))
    expect(await openJobs(id)).toBe(1)
  })

  test('the same bytes sent twice are kept once', async () => {
    const id = await ada.createSubmission()
    await upload(ada, id)
    expect((await rowOf(id)).modelHash).toBe(hash)
    expect(await readdir(join(gateway.home, 'models'))).toEqual([`${hash}.onnx`])
  })

  test('an upload goes on where it stopped after the server was restarted', async () => {
    const id = await ada.createSubmission()
    const begun = await ada.beginUpload({ submission: id, size: bytes.length })
    const path = begun.headers.get('location') ?? ''
    expect((await ada.sendBytes(path, 0, bytes.slice(0, 40_000))).status).toBe(204)

    await gateway.restart()

    const head = await ada.request(path, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } })
    expect(head.headers.get('upload-offset')).toBe('40000')
    expect((await ada.sendBytes(path, 40_000, bytes.slice(40_000))).status).toBe(204)
    expect(await rowOf(id)).toMatchObject({ status: 'validating', modelHash: hash })
  })

  test('a complete upload that a crash left unrecorded is recorded at the next start', async () => {
    const id = await ada.createSubmission()
    await upload(ada, id)
    // The state between the last byte and the record of it.
    await gateway.db
      .update(submission)
      .set({ status: 'awaiting-upload', modelHash: null, uploadedAt: null })
      .where(eq(submission.id, id))
    await gateway.db.execute(sql`delete from pgboss.job where data->>'submissionId' = ${id}`)

    await gateway.restart()

    await expect.poll(async () => (await rowOf(id)).status, { timeout: 5000 }).toBe('validating')
    expect(await openJobs(id)).toBe(1)
  })

  test('a submission in validation whose job is gone gets one at the next start', async () => {
    const id = await ada.createSubmission()
    await upload(ada, id)
    await gateway.db.execute(sql`delete from pgboss.job where data->>'submissionId' = ${id}`)
    await gateway.restart()
    await expect.poll(() => openJobs(id), { timeout: 5000 }).toBe(1)
  })
})

describe('uploads that are refused', () => {
  test.each([
    ['another person', () => eve, 404],
    ['nobody', () => nobody, 401],
  ] as const)('%s cannot begin the upload of a submission', async (_who, client, status) => {
    const id = await ada.createSubmission()
    expect((await client().beginUpload({ submission: id, size: 10 })).status).toBe(status)
    expect((await rowOf(id)).uploadId).toBeNull()
  })

  test.each(['HEAD', 'PATCH', 'DELETE'])(
    'another person gets 404 for %s on an upload that is not theirs',
    async (method) => {
      const id = await ada.createSubmission()
      const path = (await ada.beginUpload({ submission: id, size: 10 })).headers.get('location') ?? ''
      const headers = {
        'tus-resumable': '1.0.0',
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
      }
      const init =
        method === 'PATCH' ? { method, headers, body: 'x' } : { method, headers: { 'tus-resumable': '1.0.0' } }
      expect((await eve.request(path, init)).status).toBe(404)
      expect((await nobody.request(path, init)).status).toBe(404)
      expect((await stat(join(gateway.home, path))).size).toBe(0)
    },
  )

  test('a file over the limit is answered 413 and the submission says so', async () => {
    const id = await ada.createSubmission()
    const begun = await ada.beginUpload({ submission: id, size: 4 * 1024 * 1024 + 1 })
    expect(begun.status).toBe(413)
    const { submission: shown } = await ada.query<{ submission: unknown }>(
      `query ($id: ID!) { submission(id: $id) { status rejection { code message } } }`,
      { id },
    )
    expect(shown).toMatchObject({ status: 'REJECTED', rejection: { code: 'FILE_TOO_LARGE' } })
  })

  test('more bytes than declared never reach the disk', async () => {
    const id = await ada.createSubmission()
    const path = (await ada.beginUpload({ submission: id, size: 10 })).headers.get('location') ?? ''
    const sent = await ada.sendBytes(path, 0, bytes.slice(0, 11))
    expect(sent.status).toBe(413)
    expect((await rowOf(id)).status).toBe('awaiting-upload')
    expect((await stat(join(gateway.home, path))).size).toBeLessThanOrEqual(10)
  })

  test.each([
    ['../../../../etc/passwd', 'a step to a parent folder'],
    ['..\\..\\boot.ini', 'a step to a parent folder'],
    ['/absolute/net.onnx', 'an absolute path'],
    ['C:\\models\\net.onnx', 'a drive letter'],
    ['net.onnx\u0000.png', 'a control character'],
    ['%2e%2e%2fnet.onnx', 'a step to a parent folder once it is decoded'],
  ])('the name %j ends in a rejection that says so, stores nothing and uses no quota', async (filename, found) => {
    const filesBefore = await readdir(gateway.home, { recursive: true })
    const left = '{ viewer { submissionsLeftToday } }'
    const leftBefore = await ada.query(left)
    const id = await ada.createSubmission()

    const begun = await ada.beginUpload({ submission: id, size: bytes.length, filename })

    expect(begun.status).toBe(400)
    expect(begun.headers.get('location')).toBeNull()
    const { submission: shown } = await ada.query<{ submission: { rejection: { message: string } } }>(
      `query ($id: ID!) { submission(id: $id) { status rejection { code message } } }`,
      { id },
    )
    expect(shown).toMatchObject({ status: 'REJECTED', rejection: { code: 'UNSAFE_FILE_NAME' } })
    expect(shown.rejection.message).toContain(` holds ${found}; expected is the plain name of a file`)
    expect(await begun.text()).toBe(`${shown.rejection.message}\n`)
    expect(await readdir(gateway.home, { recursive: true })).toEqual(filesBefore)
    expect(await openJobs(id)).toBe(0)
    expect(await ada.query(left)).toEqual(leftBefore)

    const next = await ada.createSubmission()
    await upload(ada, next)
    expect(await openJobs(next)).toBe(1)
  })

  test.each([
    ['<img src=x onerror=alert(1)>.onnx', '<img src=x onerror=alert(1)>.onnx'],
    ['Lebermodell für Kinder, 第3版 🩻.onnx', 'Lebermodell für Kinder, 第3版 🩻.onnx'],
    ['gpj.\u202exnno', 'gpj.xnno'],
    ['é'.repeat(200), 'é'.repeat(120)],
  ])('the odd but plain name %j is taken and shown as %j', async (filename, shown) => {
    const id = await ada.createSubmission()
    await upload(ada, id, bytes, filename)
    expect(await rowOf(id)).toMatchObject({ fileName: shown, modelHash: hash, status: 'validating' })
    expect(await readdir(join(gateway.home, 'models'))).toEqual([`${hash}.onnx`])
  })

  test.each(['/uploads/../secret', '/uploads/..%2Fsecret', '/uploads/%2e%2e%2fsecret', `/uploads/${'0'.repeat(48)}`])(
    'the address %s leads to no file',
    async (path) => {
      const response = await ada.request(path, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } })
      expect(response.status).toBe(404)
      expect((await ada.request(path)).status).toBe(404)
    },
  )
})
