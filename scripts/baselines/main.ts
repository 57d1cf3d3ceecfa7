import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { rootFolder } from '../launch/environment.ts'
import { compareResults } from './compare-results.ts'
import { datasetsPresent } from './datasets-present.ts'
import { type EvaluationTime, timeTable } from './time-table.ts'
import { stopPrograms, voxproof } from './voxproof.ts'

/**
 * `npm run baselines:evaluate [-- --suite <id>] [--jobs <n>] [--check] [<model> …]`: the committed results of the
 * baselines, computed on this machine by `voxproof evaluate`, all of them or those of the models named by their files
 * without `.onnx`, and a table of what each took. As many run at a time as there are cores, or `--jobs`, one thread each.
 * With `--check` nothing is written, and each is compared with the committed one. A baseline whose dataset is not in the
 * data folder is left out, which is said. Interrupted, it goes on where it stopped.
 */
const baselineSchema = z.object({ file: z.string(), datasets: z.array(z.string()) })
const partTimesSchema = z.array(z.object({ group: z.string(), seconds: z.number(), processorSeconds: z.number() }))
const baselines = z
  .array(baselineSchema)
  .parse(JSON.parse(readFileSync(join(rootFolder, 'baselines', 'baselines.json'), 'utf8')))
const results = join(rootFolder, 'baselines', 'results')
const { values, positionals } = parseArgs({
  options: {
    suite: { type: 'string', default: 'standard-1' },
    jobs: { type: 'string' },
    /** Of each evaluation. One, so that machines of more cores get the same numbers: sums over threads round differently. */
    threads: { type: 'string', default: '1' },
    home: { type: 'string' },
    check: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const count = z.coerce.number().int().positive()
const jobs = count.parse(values.jobs ?? availableParallelism())
const threads = count.parse(values.threads)
const home = values.home === undefined ? [] : ['--home', values.home]
const say = (line: string): void => void process.stderr.write(`${line}\n`)

const stems = baselines.map(({ file }) => basename(file, '.onnx'))
const unknown = positionals.filter((name) => !stems.includes(name))
if (unknown.length > 0) {
  say(`No baseline is called ${unknown.join(', ')}; there are ${stems.join(', ')}.`)
  process.exit(1)
}

interface Task {
  /** Of the file with the result. */
  readonly name: string
  readonly model: string
  readonly dataset: string
}

const tasks = baselines
  .filter((_, index) => positionals.length === 0 || positionals.includes(stems[index] ?? ''))
  .flatMap(({ file, datasets }) =>
    datasets.map((dataset): Task => {
      const parts = [basename(file, '.onnx'), ...(datasets.length > 1 ? [dataset] : []), values.suite]
      return { name: parts.join('.'), model: join(rootFolder, 'baselines', file), dataset }
    }),
  )
const present = datasetsPresent([...new Set(tasks.map(({ dataset }) => dataset))], home)
const open = tasks.filter(({ dataset }) => present.has(dataset))
for (const { name, dataset } of tasks.filter((task) => !open.includes(task))) {
  say(`LEFT OUT ${name}: the data folder has no dataset ${dataset}; see npx voxproof dataset recipes.`)
}

if (!values.check) mkdirSync(results, { recursive: true })
const drafts = mkdtempSync(join(tmpdir(), 'voxproof-baselines-'))
const failed: string[] = []
const times: EvaluationTime[] = []
let isStopped = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    isStopped = true
    stopPrograms()
  })
}
const waiting = [...open]
await Promise.all(Array.from({ length: jobs }, worker))
rmSync(drafts, { recursive: true, force: true })
process.stdout.write(timeTable(times))
if (isStopped) process.exit(130)
if (failed.length > 0) {
  say(`Without a result, or with another than the committed one: ${failed.join(', ')}`)
  process.exitCode = 1
}

async function worker(): Promise<void> {
  for (let task = waiting.shift(); task !== undefined && !isStopped; task = waiting.shift()) {
    say(`${task.name} begins`)
    if (!(await evaluated(task))) failed.push(task.name)
  }
}

async function evaluated({ name, model, dataset }: Task): Promise<boolean> {
  const committed = join(results, `${name}.json`)
  const out = values.check ? join(drafts, `${name}.json`) : committed
  const timesFile = join(drafts, `${name}.times.json`)
  const args = ['evaluate', model, '--dataset', dataset, '--suite', values.suite, '--threads', String(threads), ...home]
  const status = await voxproof([...args, '--out', out, '--times', timesFile], jobs > 1 ? `${name}  ` : '')
  if (status !== 0) return false
  times.push({ name, parts: partTimesSchema.parse(JSON.parse(readFileSync(timesFile, 'utf8'))) })
  if (!values.check) return true
  if (!existsSync(committed)) {
    say(`${name}: no result is committed`)
    return false
  }
  const { isSame, message } = compareResults(readFileSync(committed, 'utf8'), readFileSync(out, 'utf8'))
  say(`${name}: ${message}`)
  return isSame
}
