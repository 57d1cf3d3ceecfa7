import { violations } from './fixtures/accessibility.ts'
import { expect, test } from './fixtures/test.ts'
import { graphql } from './fixtures/visitor.ts'

interface Boards {
  readonly leaderboard: {
    readonly suite: { readonly slug: string }
    readonly entries: { readonly nodes: readonly { readonly submission: { readonly uuid: string } }[] }
  }
}

const boardQuery =
  '{ leaderboard(dataset: "phantom-ct") { suite { slug } entries(first: 100) { nodes { submission { uuid } } } } }'

test.describe('the board of the suite that ranks', () => {
  // The files of the baselines are validated before their results stand on a board.
  test.setTimeout(8 * 60_000)

  test('is shown first, with intervals, transfer between models and no accessibility violation', async ({ page }) => {
    await untilSeeded(page.request)
    await page.goto('/')
    const suites = page.getByRole('navigation', { name: 'Suite' })
    await expect(page.getByText('It is the one that ranks', { exact: false })).toBeVisible()
    if ((await suites.count()) > 0)
      await expect(suites.getByRole('link', { name: /^standard-1/ })).toHaveAttribute('aria-current', 'true')
    const first = page
      .getByRole('table', { name: /^Models ranked/ })
      .getByRole('row')
      .nth(1)
    await expect(first).toContainText(/0\.\d{3}–[01]\.\d{3}/)
    await expect(page.getByRole('table', { name: 'Transfer of attacks between models' })).toBeVisible()
    await expectNoViolation(page)
    await expectNoOverflow(page)
  })

  test('leads to results that show how the strongest attack was sought and how far attacks reached', async ({
    page,
  }) => {
    const uuid = await untilSeeded(page.request)
    await page.goto(`/submissions/${uuid}`)
    const section = page.getByRole('region', { name: /, standard-1$/ })
    await section.getByText(/^At 8\/255:/).click()
    const candidates = section.getByRole('table', { name: 'Candidates at 8/255' })
    await expect(candidates.getByRole('columnheader', { name: '35 steps' })).toBeVisible()
    await expect(candidates.getByRole('row')).toHaveCount(11)
    const frequency = section.getByRole('table', { name: 'Scores by attack' }).getByRole('row', { name: /^vafa-20/ })
    await expect(frequency.getByRole('cell').nth(4)).toHaveText(/^[\d.]+\/255$/)
    await expect(frequency.getByRole('cell').nth(6)).toHaveText(/^0\.\d{3}$/)
    await expect(section.getByRole('table', { name: 'Dice by corruption and severity' }).getByRole('row')).toHaveCount(
      10,
    )
    await expectNoViolation(page)
    await expectNoOverflow(page)
  })
})

/** Waits until a result of standard-1 stands on a board; gives the submission of the last, which lost most. */
async function untilSeeded(request: Parameters<typeof graphql>[0]): Promise<string> {
  let uuid = ''
  await expect(async () => {
    const { leaderboard } = await graphql<Boards>(request, boardQuery)
    expect(leaderboard.suite.slug).toBe('standard-1')
    uuid = leaderboard.entries.nodes.at(-1)?.submission.uuid ?? ''
    expect(uuid).not.toBe('')
  }).toPass({ timeout: 6 * 60_000 })
  return uuid
}

async function expectNoViolation(page: Parameters<typeof violations>[0]): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await violations(page), colorScheme).toEqual([])
  }
}

async function expectNoOverflow(page: Parameters<typeof violations>[0]): Promise<void> {
  await page.setViewportSize({ width: 390, height: 800 })
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBeLessThanOrEqual(0)
}
