import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../postgres/free-port.ts'
import { quiet } from '../quiet.ts'
import { bubblewrap, chromium, ensureProgram } from '../system-package.ts'
import { generatedFilesAreCurrent } from './generated-files.ts'
import { playwrightTally, vitestTally } from './reports.ts'
import { endRunningProgram, runProgram } from './run-program.ts'
import { formatTally, oneFailed, onePassed, sumTallies, type Tally } from './tally.ts'

interface Step {
  readonly title: string
  readonly run: () => Promise<Tally>
}

const scratch = mkdtempSync(join(tmpdir(), 'voxproof-checks-'))
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void endRunningProgram().then(() => process.exit(1)))
}

/** Every check of `npm test`, in the order of what they cost. */
const steps: readonly Step[] = [
  { title: 'Sandbox and browser', run: () => check(async () => programsAreThere()) },
  { title: 'Types', run: () => npmScript('check:types') },
  { title: 'Lint', run: () => npmScript('check:lint') },
  { title: 'Format', run: () => npmScript('check:format') },
  { title: 'Import law', run: () => npmScript('check:imports') },
  { title: 'Unused files, exports and dependencies', run: () => npmScript('check:unused') },
  { title: 'Generated files', run: () => check(() => generatedFilesAreCurrent(scratch)) },
  { title: 'Unit and integration tests', run: unitTests },
  { title: 'End-to-end tests', run: endToEndTests },
]

Object.assign(process.env, quiet)

const results: { title: string; tally: Tally; seconds: number }[] = []
for (const { title, run } of steps) {
  const start = Date.now()
  process.stdout.write(`\n=== ${title} ===\n`)
  const tally = await run().catch((error: unknown) => {
    process.stdout.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    return oneFailed
  })
  results.push({ title, tally, seconds: (Date.now() - start) / 1000 })
}

process.stdout.write('\n=== Summary ===\n')
for (const { title, tally, seconds } of results) {
  process.stdout.write(`${title.padEnd(40)} ${formatTally(tally).padEnd(36)} ${seconds.toFixed(1)} s\n`)
}
const total = sumTallies(results.map(({ tally }) => tally))
process.exitCode = total.failed > 0 ? 1 : 0
process.stdout.write(`\n${formatTally(total)}\n`, () => process.exit())

async function check(holds: () => Promise<boolean>): Promise<Tally> {
  return (await holds()) ? onePassed : oneFailed
}

async function npmScript(name: string): Promise<Tally> {
  const code = await runProgram(['npm', 'run', '--silent', name])
  if (code === 0) process.stdout.write('passed\n')
  return code === 0 ? onePassed : oneFailed
}

function programsAreThere(): boolean {
  const tell = (line: string): void => void process.stdout.write(`${line}\n`)
  const found = [bubblewrap, chromium].filter((program) => ensureProgram(program, tell))
  for (const { program } of found) tell(`${program}: found`)
  return found.length === 2
}

async function unitTests(): Promise<Tally> {
  const file = join(scratch, 'vitest.json')
  const code = await runProgram(['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`])
  return vitestTally(file, code)
}

/** Playwright starts the product itself, by `npm start`, on free ports and a data folder that is removed afterwards. */
async function endToEndTests(): Promise<Tally> {
  const file = join(scratch, 'playwright.json')
  const webPort = await freePort(3400)
  const gatewayPort = await freePort(4400)
  const code = await runProgram(['playwright', 'test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    DATABASE_URL: undefined,
    VOXPROOF_HOME: join(scratch, 'home'),
    WEB_PORT: String(webPort),
    GATEWAY_PORT: String(gatewayPort),
    POSTGRES_PORT: '0',
    PUBLIC_URL: `http://localhost:${webPort}`,
  })
  return playwrightTally(file, code)
}
