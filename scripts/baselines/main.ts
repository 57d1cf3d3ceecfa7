import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/**
 * `npm run baselines:evaluate [-- --suite <id>] [--check] [<model> …]`: the committed results of the baselines, computed on
 * this machine by `voxproof evaluate`, all of them or those of the models named by their files without `.onnx`. With
 * `--check` nothing is written, and each is compared with the committed one. Interrupted, it goes on where it stopped.
 */
const rootFolder = resolve(import.meta.dirname, '..', '..')
const results = join(rootFolder, 'baselines', 'results')
const { values, positionals } = parseArgs({
  options: { suite: { type: 'string', default: 'standard-1' }, check: { type: 'boolean', default: false } },
  allowPositionals: true,
})

interface Baseline {
  readonly file: string
  readonly datasets: readonly string[]
}
const baselines: readonly Baseline[] = JSON.parse(readFileSync(join(rootFolder, 'baselines', 'baselines.json'), 'utf8'))
const stems = baselines.map(({ file }) => basename(file, '.onnx'))
const unknown = positionals.filter((name) => !stems.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`No baseline is called ${unknown.join(', ')}; there are ${stems.join(', ')}.\n`)
  process.exit(1)
}

mkdirSync(results, { recursive: true })
const failed: string[] = []
for (const { file, datasets } of baselines) {
  const stem = basename(file, '.onnx')
  if (positionals.length > 0 && !positionals.includes(stem)) continue
  for (const dataset of datasets) {
    const name = [stem, ...(datasets.length > 1 ? [dataset] : []), values.suite, 'json'].join('.')
    process.stderr.write(`${name}\n`)
    if (!evaluated({ model: join(rootFolder, 'baselines', file), dataset, name })) failed.push(name)
  }
}
if (failed.length > 0) {
  process.stderr.write(`Without a result, or with another than the committed one: ${failed.join(', ')}\n`)
  process.exitCode = 1
}

function evaluated({ model, dataset, name }: { model: string; dataset: string; name: string }): boolean {
  const committed = join(results, name)
  const out = values.check ? join(tmpdir(), name) : committed
  const command = join(rootFolder, 'apps', 'cli', 'bin', 'voxproof.mjs')
  const args = [command, 'evaluate', model, '--dataset', dataset, '--suite', values.suite, '--out', out]
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status === 130) process.exit(130)
  if (status !== 0) return false
  return !values.check || (existsSync(committed) && readFileSync(out).equals(readFileSync(committed)))
}
