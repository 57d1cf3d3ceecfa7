import { existsSync, readFileSync } from 'node:fs'
import { violations } from './fixtures/accessibility.ts'
import { intensitySegmenter } from './fixtures/segmenter.ts'
import { describe as describeModel, upload } from './fixtures/submission.ts'
import { expect, test } from './fixtures/test.ts'
import { graphql, newAccount } from './fixtures/visitor.ts'

interface Boards {
  readonly leaderboard: {
    readonly entries: {
      readonly nodes: readonly {
        readonly rank: number
        readonly rankLow: number
        readonly rankHigh: number
        readonly robustDice: { readonly mean: number }
        readonly submission: { readonly uuid: string; readonly name: string }
      }[]
    }
  }
}

test('a model goes in through the browser and a rank comes out, the same on the page and through GraphQL', async ({
  page,
}) => {
  test.setTimeout(15 * 60_000)
  const account = newAccount('Grace Example')

  await test.step('a visitor who wants to submit is asked to sign in, signs up, and comes back', async () => {
    await page.goto('/submit')
    await expect(page).toHaveURL(/\/sign-in\?next=%2Fsubmit|\/sign-in\?next=\/submit/)
    await page.getByRole('link', { name: 'Create an account' }).click()
    await page.getByLabel('Name').fill(account.name)
    await page.getByLabel('E-mail').fill(account.email)
    await page.getByLabel('Password').fill(account.password)
    await page.getByRole('button', { name: 'Create account' }).click()
    await expect(page).toHaveURL(/\/submit$/)
  })

  const name = `Path ${Date.now()}`
  const file = modelToUpload()
  const uuid = await describeModel(page, { name, architecture: file.architecture })
  await upload(page, file)

  await test.step('the page follows the evaluation to its end without being reloaded', async () => {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
    await expect(page.getByRole('progressbar', { name: 'Evaluation' })).toBeVisible()
    await expect(page.getByText(/\d+ of \d+ parts/)).toBeVisible({ timeout: 5 * 60_000 })
    await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 12 * 60_000 })
    await expect(page.getByRole('heading', { name: 'By attack' })).toBeVisible()
    const attack = page.getByRole('table', { name: 'Scores by attack' }).getByRole('row', { name: /pgd-8/ })
    await expect(attack).toContainText(/[01]\.\d{3}–[01]\.\d{3}/)
    // The bound, and the distance that was reached.
    await expect(attack.getByText('8/255', { exact: true })).toHaveCount(2)
    await expect(page.getByRole('table', { name: 'Dice by organ' }).getByRole('row', { name: /liver/ })).toBeVisible()
    await page.getByText('Every organ under every attack').click()
    await expect(
      page.getByRole('table', { name: 'Dice by class and attack' }).getByRole('row', { name: /liver/ }),
    ).toBeVisible()
    await expect(page.getByRole('table', { name: 'Scores by scan' }).getByRole('row')).toHaveCount(13)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await violations(page), colorScheme).toEqual([])
    }
  })

  await test.step('its rank and robust Dice on the board are those that GraphQL gives', async () => {
    const { leaderboard } = await graphql<Boards>(
      page.request,
      '{ leaderboard(dataset: "phantom-ct", suite: "quick-1") { entries(first: 100) { nodes { rank rankLow rankHigh robustDice { mean } submission { uuid name } } } } }',
    )
    const entry = leaderboard.entries.nodes.find(({ submission }) => submission.uuid === uuid)
    expect(entry?.submission.name).toBe(name)
    await page.goto('/?dataset=phantom-ct&suite=quick-1')
    const row = page.getByRole('row').filter({ hasText: name })
    await expect(row).toBeVisible()
    const rank = row.getByRole('cell').first()
    await expect(rank).toHaveText(new RegExp(`^${entry?.rank}`))
    await expect(rank.getByTitle(`95 % interval of the rank: ${entry?.rankLow} to ${entry?.rankHigh}`)).toBeVisible()
    expect(await violations(page)).toEqual([])
    await expect(row).toContainText(entry?.robustDice.mean.toFixed(3) ?? 'no robust Dice')
  })

  await test.step('it is among the submitter’s own submissions', async () => {
    await page.goto('/account')
    await expect(page.getByRole('row').filter({ hasText: name })).toContainText('Finished')
  })
})

/** The trained baseline where there is one, under new bytes' name; else a network written by hand. */
function modelToUpload(): { name: string; bytes: Uint8Array; architecture: string } {
  const baseline = new URL('../baselines/models/unet-phantom.onnx', import.meta.url)
  if (existsSync(baseline)) return { name: 'unet.onnx', bytes: readFileSync(baseline), architecture: 'UNet' }
  return { name: 'model.onnx', bytes: intensitySegmenter(1), architecture: 'Intensity' }
}
