import { expect, test } from './fixtures/test.ts'

test('every page forbids foreign scripts, framing and type sniffing', async ({ request }) => {
  const headers = (await request.get('/')).headers()
  const policy = headers['content-security-policy'] ?? ''
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]+' 'strict-dynamic'/)
  expect(policy).not.toContain('unsafe-eval')
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['referrer-policy']).toBe('strict-origin-when-cross-origin')
})

test('the browser runs the pages without breaking the policy', async ({ page }) => {
  const broken: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') broken.push(message.text())
  })
  page.on('pageerror', (error) => broken.push(error.message))
  for (const path of ['/', '/datasets', '/api', '/sign-in']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  expect(broken).toEqual([])
})

test('uploads speak tus through the site', async ({ request }) => {
  const options = await request.fetch('/uploads', { method: 'OPTIONS' })
  expect(options.headers()['tus-version']).toBe('1.0.0')
  const unsigned = await request.post('/uploads', { headers: { 'tus-resumable': '1.0.0', 'upload-length': '10' } })
  expect(unsigned.status()).toBe(401)
})
