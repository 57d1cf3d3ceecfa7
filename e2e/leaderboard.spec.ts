import { expect, test } from './fixtures/test.ts'

test('dataset, family, attack and order are links and live in the address', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Which segmentation models hold up?')
  await page.getByRole('navigation', { name: 'Family' }).getByRole('link', { name: 'Convolutional' }).click()
  await expect(page).toHaveURL(/[?&]family=convolutional/)
  await expect(
    page.getByRole('navigation', { name: 'Family' }).getByRole('link', { name: 'Convolutional' }),
  ).toHaveAttribute('aria-current', 'true')
  await page.getByRole('navigation', { name: 'Attack' }).getByRole('link', { name: 'White-box' }).click()
  await expect(page).toHaveURL(/family=convolutional&attack=white-box/)
  await page.reload()
  await expect(page.getByText('after the strongest white-box attack found', { exact: false })).toBeVisible()
  await page.getByRole('navigation', { name: 'Family' }).getByRole('link', { name: 'All' }).click()
  await expect(page).not.toHaveURL(/family=/)
})

test('a family without models says so and leads back', async ({ page }) => {
  await page.goto('/?family=foundation')
  const families = page.getByRole('navigation', { name: 'Family' })
  await expect(families.getByRole('link', { name: /^Foundation\s*0$/ })).toHaveAttribute('aria-current', 'true')
  await expect(page.getByText('No foundation model has been ranked here yet')).toBeVisible()
  await page.getByRole('link', { name: 'Show all families' }).click()
  await expect(page).not.toHaveURL(/family=/)
})

test('an address with a dataset that does not exist says so', async ({ page }) => {
  await page.goto('/?dataset=no-such-dataset')
  await expect(page.getByText('There is no board for no-such-dataset')).toBeVisible()
})

for (const path of [
  '/submissions/00000000-0000-4000-8000-000000000000',
  '/submissions/no-id-at-all',
  '/datasets/no-such-dataset',
  '/no-such-page',
]) {
  test(`${path} answers 404 and says so`, async ({ page }) => {
    expect((await page.goto(path))?.status()).toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing is at this address')
  })
}

test('CSV, JSON and the GraphQL query give the view away', async ({ page, request }) => {
  const csv = await request.get('/leaderboard.csv?dataset=phantom-ct')
  expect(csv.headers()['content-type']).toBe('text/csv; charset=utf-8')
  const json = (await (await request.get('/leaderboard.json?dataset=phantom-ct&suite=quick-1')).json()) as {
    suite: { slug: string }
  }
  expect(json.suite.slug).toBe('quick-1')
  await page.goto('/api?dataset=phantom-ct&family=mamba#view')
  await expect(page.getByText('leaderboard(dataset: "phantom-ct", family: MAMBA)').first()).toBeVisible()
})

test('the keyboard alone reaches content, filters and orders', async ({ page }) => {
  await page.goto('/')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  const mamba = page.getByRole('navigation', { name: 'Family' }).getByRole('link', { name: 'Mamba' })
  await mamba.focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/family=mamba/)
})

test('nothing of a page is wider than a narrow screen', async ({ page, account }) => {
  expect(account.name).not.toBe('')
  await page.setViewportSize({ width: 360, height: 740 })
  const paths = ['/', '/datasets', '/datasets/phantom-ct', '/how-it-works', '/api', '/sign-in', '/submit', '/account']
  for (const path of paths) {
    await page.goto(path)
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow, path).toBeLessThanOrEqual(0)
  }
})
