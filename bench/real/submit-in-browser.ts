import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium, expect, type Page } from '@playwright/test'

/**
 * Goes the way of a person who brings a model to a running VoxProof, in Chromium: signs up, describes the model, uploads
 * the file, waits for the rank, reads the leaderboard, and asks GraphQL for the same. Prints both with the times, and
 * leaves screenshots in light and dark.
 * Run: npx tsx bench/real/submit-in-browser.ts --model FILE --dataset ID [--url http://localhost:3000]
 *      [--name NAME] [--architecture UNet] [--family Convolutional] [--minutes 60] [--out FOLDER]
 */
const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    dataset: { type: 'string' },
    url: { type: 'string', default: 'http://localhost:3000' },
    name: { type: 'string', default: 'A model of my own' },
    architecture: { type: 'string', default: 'UNet' },
    family: { type: 'string', default: 'Convolutional' },
    /** The one that a submission gets. */
    suite: { type: 'string', default: 'quick-1' },
    minutes: { type: 'string', default: '60' },
    out: { type: 'string', default: 'test-results/real' },
  },
})
const { model, dataset, url, out } = values
if (!model || !dataset) throw new Error('Say which file and which dataset: --model FILE --dataset ID')

const began = performance.now()
const browser = await openChromium()
try {
  await mkdir(out, { recursive: true })
  const page = await browser.newPage({ baseURL: url, viewport: { width: 1280, height: 900 } })
  page.on('pageerror', ({ message }) => tell(`the page threw: ${message}`))
  await signUp(page)
  await describeModel(page)
  await page.getByLabel('Model file').setInputFiles(model)
  await page.waitForURL(/\/submissions\/[0-9a-f-]{36}$/)
  const uuid = new URL(page.url()).pathname.split('/').at(-1)
  tell(`uploaded as ${uuid}`)
  const ended = page.getByText(/^(Finished|Rejected|Failed)$/).first()
  const begun = page.getByText(/[1-9]\d* of \d+ parts/)
  await expect(begun.or(ended).first()).toBeVisible({ timeout: minutes(20) })
  tell('checked')
  await photograph(page, 'submission-running')
  await expect(ended).toBeVisible({ timeout: minutes(Number(values.minutes)) })
  const outcome = await ended.innerText()
  if (outcome === 'Finished') await expect(page.getByRole('heading', { name: 'By attack' })).toBeVisible()
  await photograph(page, 'submission-ended')
  if (outcome !== 'Finished') throw new Error(`The submission is ${outcome.toLowerCase()}; ${page.url()} says why.`)
  tell('finished')
  await page.goto(`/?dataset=${dataset}&suite=${values.suite}`)
  const row = page.getByRole('row').filter({ hasText: values.name }).first()
  await expect(row).toBeVisible({ timeout: minutes(1) })
  tell(`on the board: ${(await row.innerText()).replace(/\s+/g, ' ')}`)
  await photograph(page, 'leaderboard')
  await writeFile(join(out, 'leaderboard-answer.json'), `${JSON.stringify(await ask(page), null, 2)}\n`)
  tell(`GraphQL: ${JSON.stringify(await ask(page))}`)
} finally {
  await browser.close()
}

async function signUp(page: Page): Promise<void> {
  await page.goto('/sign-up?next=/submit')
  await page.getByLabel('Name').fill('Visitor')
  await page.getByLabel('E-mail').fill(`visitor-${Date.now()}@example.org`)
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL(/\/submit$/)
  tell('signed up')
}

async function describeModel(page: Page): Promise<void> {
  const { title } = await graphql<{ title: { name: string } | null }>(page, '{ title: dataset(slug: $slug) { name } }')
  if (!title) throw new Error(`${url} has no dataset ${dataset}; import it into its data folder first.`)
  await page.getByLabel('Name of the model').fill(values.name)
  await page.getByLabel('Architecture').fill(values.architecture)
  await page.getByLabel('Family').selectOption(values.family)
  await page.getByRole('checkbox', { name: title.name }).check()
  await photograph(page, 'submit')
  await page.getByRole('button', { name: 'Continue to the file' }).click()
  await page.waitForURL(/\/submit\/[0-9a-f-]{36}$/)
}

/** What the board says, by the public API. */
async function ask(page: Page): Promise<unknown> {
  return graphql(
    page,
    `{ leaderboard(dataset: $slug, suite: "${values.suite}") { caseCount suite { slug } entries { nodes { rank rankLow rankHigh
       submission { uuid name status model { hash parameters } } retainedRatio cleanDice { mean low high }
       robustDice { mean low high } curve { epsilon foregroundDice { mean } } flags { code } } } } }`,
  )
}

async function graphql<Data>(page: Page, selection: string): Promise<Data> {
  const query = `query ($slug: String!) ${selection}`
  const response = await page.request.post('/graphql', { data: { query, variables: { slug: dataset } } })
  const answer = (await response.json()) as { data?: Data; errors?: unknown }
  if (!answer.data || answer.errors) throw new Error(`GraphQL answered ${JSON.stringify(answer)}`)
  return answer.data
}

async function photograph(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(out, `${name}-${colorScheme}.png`), fullPage: true })
  }
}

async function openChromium(): Promise<Browser> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
  return chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox', '--disable-quic'] })
}

function minutes(count: number): number {
  return count * 60_000
}

function tell(line: string): void {
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${line}`)
}
