import { violations } from './fixtures/accessibility.ts'
import { segmenterWithoutGradient } from './fixtures/segmenter.ts'
import { describe as describeModel, upload } from './fixtures/submission.ts'
import { expect, test } from './fixtures/test.ts'

test.setTimeout(12 * 60_000)

test('a model without a gradient is ranked by black-box attacks, marked, and handed out whole', async ({
  page,
  account,
}) => {
  const name = `No gradient ${Date.now()}`
  const uuid = await describeModel(page, { name })
  expect(account.name).not.toBe('')
  await upload(page, { name: 'model.onnx', bytes: segmenterWithoutGradient() })

  await test.step('its page says so, with the evidence', async () => {
    await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 10 * 60_000 })
    await expect(page.getByRole('alert').filter({ hasText: 'Ranked by black-box attacks' })).toBeVisible()
    const flag = page.getByRole('listitem').filter({ hasText: 'Query only' })
    await expect(flag).toContainText('Attacked by queries and transfer only.')
    await expect(flag.getByRole('definition')).toContainText('MaxRoiPool')
    const attacks = page.getByRole('table', { name: 'Scores by attack' })
    await expect(attacks.getByRole('row', { name: /square-8/ })).toBeVisible()
    await expect(attacks.getByRole('row', { name: /pgd/ })).toHaveCount(0)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await violations(page), colorScheme).toEqual([])
    }
  })

  await test.step('its result is a file that names what it was made of', async () => {
    const href = await page.getByRole('link', { name: 'the whole result as a file' }).getAttribute('href')
    const response = await page.request.get(href ?? '')
    expect(response.headers()['content-disposition']).toMatch(
      /^attachment; filename="phantom-ct-quick-1-[0-9a-f]{12}.json"$/,
    )
    const manifest = (await response.json()) as { format: string; report: { rankedBy: string }; parts: unknown[] }
    expect(manifest).toMatchObject({ format: 'voxproof-result-1', report: { rankedBy: 'black-box' } })
    expect(manifest.parts.length).toBeGreaterThan(0)
    expect((await page.request.get('/results/none')).status()).toBe(404)
  })

  await test.step('the board marks it', async () => {
    await page.goto('/?dataset=phantom-ct&suite=quick-1')
    const row = page.getByRole('row').filter({ has: page.locator(`a[href="/submissions/${uuid}"]`) })
    await expect(row.getByText('Ranked by black-box').last()).toBeVisible()
    expect(await violations(page)).toEqual([])
  })
})
