/**
 * The price of one loss-and-input-gradient step of the paper's networks at 96^3, against PyTorch's and against a forward
 * pass, all in turn, so that a change of the machine's pace meets each of them:
 *
 *     npx tsx bench/gradient.ts --python .venv/bin/python [--networks unet,segresnet,unetr,swinunetr] [--steps 3]
 *         [--threads 2] [--ablate all|rewrite,...]
 *
 * Ratios are medians over the rounds of each round's ratio. The service's step is what its attacks do: network and
 * backward pass apart, DiceCE outside ONNX Runtime between them. `--ablate` also times the engine without each of the
 * rewrites. The interpreter needs bench/peer/requirements.txt, SwinUNETR 14 GiB of memory.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { deriveLossGradient } from '@voxproof/engine/differentiate'
import { decodeModel, type StaticGraph, specialise } from '@voxproof/engine/onnx'
import { finalRewrites, forwardRewrites } from '@voxproof/engine/optimize'
import { inTurn, median, medianRatio, type Runner, startRunner, type Timing } from './gradient/in-turn.ts'

const { values: options } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    networks: { type: 'string', default: 'unet,segresnet,unetr,swinunetr' },
    steps: { type: 'string', default: '3' },
    threads: { type: 'string', default: '2' },
    ablate: { type: 'string' },
  },
})

const steps = Number(options.steps)
const peer = join(import.meta.dirname, 'peer')
const measured = join(import.meta.dirname, 'gradient', 'measured.ts')

function engine(what: string, file: string, without: readonly string[] = []): Promise<Runner> {
  // As the service's model processes run (see its confinement.ts).
  const env = { ...process.env, MALLOC_MMAP_THRESHOLD_: '1048576' }
  const args = [...process.execArgv, measured, what, file, options.threads, '96', ...without]
  return startRunner(process.execPath, args, env)
}

/** Runs alone. */
async function alone(runner: Promise<Runner>, rounds: number): Promise<Timing[]> {
  const open = await runner
  const [timings = []] = await inTurn([open], rounds)
  await open.close()
  return timings
}

const seconds = (timings: readonly Timing[]) => median(timings.map((timing) => timing.seconds))
const peak = (timings: readonly Timing[]) => Math.max(...timings.map(({ peakBytes }) => peakBytes))
const printed = (timings: readonly Timing[]) =>
  `${seconds(timings).toFixed(2)} s  ${(peak(timings) / 2 ** 30).toFixed(2)} GiB`

async function compare(name: string): Promise<void> {
  const folder = join(tmpdir(), 'voxproof-peer')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}.onnx`)
  if (!existsSync(file)) execFileSync(options.python, [join(peer, 'export.py'), name, file], { stdio: 'ignore' })
  const stepRunner = await engine('step', file)
  const others = [
    await startRunner(options.python, [join(peer, 'step.py'), name, options.threads]),
    await engine('forward', file),
  ]
  const [torch = [], forward = [], step = []] = await inTurn([...others, stepRunner], steps)
  await Promise.all(others.map((runner) => runner.close()))
  console.log(name)
  console.log(`  PyTorch step     ${printed(torch)}`)
  console.log(`  engine forward   ${printed(forward)}`)
  console.log(`  engine step      ${printed(step)}`)
  console.log(
    `  PyTorch / engine ${medianRatio(torch, step).toFixed(2)}   step / forward ${medianRatio(step, forward).toFixed(2)}   memory ${(peak(step) / peak(torch)).toFixed(2)}`,
  )
  console.log(
    `  processor time   PyTorch / engine ${medianRatio(torch, step, 'cpuSeconds').toFixed(2)} (with OMP_WAIT_POLICY=PASSIVE also on a shared machine), step / forward ${medianRatio(step, forward, 'cpuSeconds').toFixed(2)}`,
  )
  const serviceRunner = await engine('service', file)
  const [service = [], beside = []] = await inTurn([serviceRunner, stepRunner], steps)
  await Promise.all([serviceRunner.close(), stepRunner.close()])
  console.log(
    `  service's step   ${printed(service)}  ${medianRatio(service, beside).toFixed(2)} times the engine's, in processor time ${medianRatio(service, beside, 'cpuSeconds').toFixed(2)}`,
  )
  const derived = await alone(engine('derive', file), 1)
  const size = statSync(file).size
  console.log(
    `  derivation       ${seconds(derived).toFixed(2)} s, ${(peak(derived) / size).toFixed(2)} times the file's ${(size / 1e6).toFixed(0)} MB in memory`,
  )
  const loop = await alone(engine('loop', file), 21)
  console.log(`  attack loop      ${((100 * seconds(loop)) / seconds(step)).toFixed(1)} % of a step`)
  if (options.ablate !== undefined) await ablate(file, step)
}

/** Times the step without each rewrite asked for that changes its graph. */
async function ablate(file: string, step: readonly Timing[]): Promise<void> {
  const asked = options.ablate === 'all' ? undefined : options.ablate?.split(',')
  const changing = rewritesThatChange(file)
  for (const rewrite of asked ?? [...Object.keys(forwardRewrites), ...Object.keys(finalRewrites)]) {
    if (!changing.has(rewrite)) {
      console.log(`  without ${rewrite.padEnd(26)} the same graph`)
      continue
    }
    const without = await alone(engine('step', file, [rewrite]), steps)
    const times = median(without.map(({ cpuSeconds }) => cpuSeconds)) / median(step.map(({ cpuSeconds }) => cpuSeconds))
    console.log(`  without ${rewrite.padEnd(26)} ${printed(without)}, processor time ${times.toFixed(2)} times`)
  }
}

function rewritesThatChange(file: string): ReadonlySet<string> {
  const found = new Set<string>()
  const lower = (graph: StaticGraph, rewrites: typeof finalRewrites) => {
    let current = graph
    for (const [name, rewrite] of Object.entries(rewrites)) {
      const next = rewrite(current)
      const isSame =
        next.nodes.length === current.nodes.length && next.nodes.every((node, i) => node === current.nodes[i])
      if (!isSame) found.add(name)
      current = next
    }
    return current
  }
  const forward = lower(specialise(decodeModel(readFileSync(file)), [1, 1, 96, 96, 96]), forwardRewrites)
  lower(deriveLossGradient(forward, 'dicece'), finalRewrites)
  return found
}

for (const name of options.networks.split(',')) await compare(name)
