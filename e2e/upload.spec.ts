import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { describe as describeModel } from './fixtures/submission.ts'
import { expect, test } from './fixtures/test.ts'
import { graphql } from './fixtures/visitor.ts'

const chunkBytes = 8 * 1024 * 1024

test('an upload goes on where it stopped after the page was reloaded, and arrives byte for byte', async ({
  page,
  account,
}, testInfo) => {
  expect(account.name).not.toBe('')
  const bytes = Buffer.alloc(20_000_000, 'not a model, but twenty million bytes ')
  const path = testInfo.outputPath('large.onnx')
  writeFileSync(path, bytes)
  const uuid = await describeModel(page, { name: 'Resumed' })

  await test.step('the second piece is cut off by a reload', async () => {
    await page.route('**/uploads/*', async (route) => {
      const offset = Number(route.request().headers()['upload-offset'] ?? 0)
      if (route.request().method() === 'PATCH' && offset >= chunkBytes) return // Never answered.
      await route.continue()
    })
    await page.getByLabel('Model file').setInputFiles(path)
    await page.waitForRequest(
      (request) => request.method() === 'PATCH' && request.headers()['upload-offset'] === String(chunkBytes),
    )
    await expect(page.getByRole('progressbar', { name: 'Upload' })).toBeVisible()
    await page.reload()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })

  await test.step('the same file continues at the second piece', async () => {
    const next = page.waitForRequest((request) => request.method() === 'PATCH')
    await page.getByLabel('Model file').setInputFiles(path)
    expect((await next).headers()['upload-offset']).toBe(String(chunkBytes))
    await page.waitForURL(/\/submissions\/[0-9a-f-]{36}$/)
  })

  const { submission } = await graphql<{ submission: { model: { hash: string; sizeBytes: number } } }>(
    page.request,
    'query File($id: ID!) { submission(id: $id) { model { hash sizeBytes } } }',
    { id: uuid },
  )
  expect(submission.model).toEqual({ hash: createHash('sha256').update(bytes).digest('hex'), sizeBytes: 20_000_000 })
})

test('an upload can be paused, continued and cancelled', async ({ page, account }, testInfo) => {
  expect(account.name).not.toBe('')
  const path = testInfo.outputPath('paused.onnx')
  writeFileSync(path, Buffer.alloc(20_000_000, 1))
  const uuid = await describeModel(page, { name: 'Paused' })
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 1_000_000,
  })

  await page.getByLabel('Model file').setInputFiles(path)
  await expect(page.getByText(/left$/)).toBeVisible()
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByText('Paused', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.getByRole('button', { name: 'Cancel the upload' }).click()
  await expect(page.getByLabel('Model file')).toBeVisible()

  const { submission } = await graphql<{ submission: { status: string } }>(
    page.request,
    'query State($id: ID!) { submission(id: $id) { status } }',
    { id: uuid },
  )
  expect(submission.status).toBe('AWAITING_UPLOAD')
})

test('the owner can call a submission off and hide it', async ({ page, account }) => {
  const uuid = await describeModel(page, { name: 'Called off' })
  await page.goto(`/submissions/${uuid}`)
  await expect(page.getByText('Waiting for its file')).toBeVisible()
  await page.getByLabel('Visible to').selectOption('only me')
  await expect(page.getByText('only you see this')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel the submission' }).click()
  await expect(page.getByText('Cancelled', { exact: true })).toBeVisible()
  await page.context().clearCookies()
  expect((await page.reload())?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing is at this address')
  expect(account.name).not.toBe('')
})
