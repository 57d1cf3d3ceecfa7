import { violations } from './fixtures/accessibility.ts'
import { expect, test } from './fixtures/test.ts'

const openPages = [
  '/',
  '/datasets',
  '/datasets/phantom-ct',
  '/how-it-works',
  '/api',
  '/sign-in',
  '/sign-up',
  '/no-such-page',
]

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme })

    for (const path of openPages) {
      test(`${path} has no accessibility violation`, async ({ page }) => {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        expect(await violations(page)).toEqual([])
      })
    }

    test('the pages of a submitter have no accessibility violation', async ({ page, account }) => {
      expect(account.name).not.toBe('')
      for (const path of ['/submit', '/account']) {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        expect(await violations(page), path).toEqual([])
      }
    })
  })
}
