/**
 * The price of one loss-and-input-gradient step of the paper's networks at 96^3, against PyTorch's in the same run:
 *
 *     npx tsx bench/gradient.ts --python .venv/bin/python [--networks unet,segresnet,unetr,swinunetr] [--steps 3]
 *         [--threads 2] [--ablate]
 *
 * The service's step is what its attacks do: network and backward pass apart, DiceCE outside ONNX Runtime between them.
 * The interpreter needs bench/peer/requirements.txt. `--ablate` also times the engine without each rewrite in turn.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { awayFrom, linfBall, losses } from '@voxproof/engine/attacks'
import { deriveLossGradient } from '@voxproof/engine/differentiate'
import { slidingWindowVictim } from '@voxproof/engine/inference'
import { decodeModel, encodeModel, specialise, type StaticGraph } from '@voxproof/engine/onnx'
import { finalRewrites, forwardRewrites, lowerFinal, lowerForward } from '@voxproof/engine/optimize'
import { openLossGradient, openWindowModel } from '@voxproof/engine/runtime'

const { values: options } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    networks: { type: 'string', default: 'unet,segresnet,unetr,swinunetr' },
    steps: { type: 'string', default: '3' },
    threads: { type: 'string', default: '2' },
    ablate: { type: 'boolean', default: false },
    /** Internal: measure one thing in a process of its own. */
    measure: { type: 'string' },
    without: { type: 'string' },
    file: { type: 'string' },
  },
})

const shape = [1, 1, 96, 96, 96]
const voxels = 96 ** 3
const threads = Number(options.threads)
const steps = Number(options.steps)

interface Timing {
  readonly seconds: number
  readonly cpuSeconds?: number
  readonly peakBytes: number
}

const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN

async function timed(run: () => Promise<unknown>): Promise<{ seconds: number; cpuSeconds: number }> {
  await run()
  const [wall, cpu]: [number[], number[]] = [[], []]
  for (let step = 0; step < steps; step++) {
    const [started, before] = [performance.now(), process.cpuUsage()]
    await run()
    wall.push((performance.now() - started) / 1000)
    const { user, system } = process.cpuUsage(before)
    cpu.push((user + system) / 1e6)
  }
  return { seconds: median(wall), cpuSeconds: median(cpu) }
}

type Rewrites = Readonly<Record<string, (graph: StaticGraph) => StaticGraph>>

const lowering = (rewrites: Rewrites, without: string | undefined) => (graph: StaticGraph) =>
  Object.entries(rewrites).reduce((current, [name, rewrite]) => (name === without ? current : rewrite(current)), graph)

/** Runs in a process of its own, so that its peak of memory is that of one thing. */
async function measure(what: string, file: string): Promise<void> {
  const x = Float32Array.from({ length: voxels }, (_, index) => ((index * 7919) % 1009) / 1008)
  const labels = Uint8Array.from({ length: voxels }, (_, index) => (index >> 11) % 14)
  if (what === 'derive') {
    const bytes = readFileSync(file)
    const before = process.memoryUsage.rss()
    const started = performance.now()
    const graph = lowerFinal(deriveLossGradient(lowerForward(specialise(decodeModel(bytes), shape)), 'dicece'))
    const model = { graph, opsets: new Map([['', graph.opset]]), irVersion: 10 }
    encodeModel(model, { externalise: { location: 'uploaded-model' } })
    const seconds = (performance.now() - started) / 1000
    const grown = Math.max(0, process.resourceUsage().maxRSS * 1024 - before)
    report({ seconds, peakBytes: bytes.byteLength + grown })
    return
  }
  if (what === 'loop') {
    const ball = linfBall(8 / 255)
    const [attacked, slope] = [x.slice(), x.map((value) => value - 0.5)]
    const update = async () => {
      ball.ascend(attacked, slope, 0.01)
      ball.project(attacked, x)
    }
    for (let warm = 0; warm < 20; warm++) await update()
    report({ ...(await timed(update)), peakBytes: 0 })
    return
  }
  if (what === 'forward') {
    const model = await openWindowModel(readFileSync(file), { windowShape: [96, 96, 96], threads, gradient: false })
    report({ ...(await timed(() => model.forward(x))), peakBytes: process.resourceUsage().maxRSS * 1024 })
    return
  }
  if (what === 'service') {
    const model = await openWindowModel(readFileSync(file), { windowShape: [96, 96, 96], threads })
    const victim = slidingWindowVictim(model, { volumeShape: shape, overlap: 0.5, blending: 'constant' })
    const objective = awayFrom(labels)(losses.dicece)
    const step = () => victim.lossGradient({ shape, data: x }, objective)
    report({ ...(await timed(step)), peakBytes: process.resourceUsage().maxRSS * 1024 })
    return
  }
  const lower = { forward: lowering(forwardRewrites, options.without), final: lowering(finalRewrites, options.without) }
  const model = await openLossGradient(readFileSync(file), { shape, loss: 'dicece', threads, lower })
  report({ ...(await timed(() => model.step(x, labels))), peakBytes: process.resourceUsage().maxRSS * 1024 })
}

function report(timing: Timing): void {
  process.stdout.write(`${JSON.stringify(timing)}\n`)
}

function measured(what: string, file: string, without?: string): Timing {
  const rest = without === undefined ? [] : ['--without', without]
  const shared = ['--measure', what, '--file', file, '--threads', String(threads), '--steps', String(steps), ...rest]
  // As the service's model processes run (see its confinement.ts).
  const env = { ...process.env, MALLOC_MMAP_THRESHOLD_: '1048576' }
  return lastLine(
    spawnSync(process.execPath, [...process.execArgv, process.argv[1] ?? '', ...shared], { encoding: 'utf8', env }),
  )
}

function lastLine({ stdout, stderr, status }: { stdout: string; stderr: string; status: number | null }): Timing {
  if (status !== 0) throw new Error(stderr.slice(-2000))
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Timing
}

const gibibytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(2)} GiB`

function compare(name: string): void {
  const folder = join(tmpdir(), 'voxproof-peer')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}.onnx`)
  const peer = join(import.meta.dirname, 'peer')
  if (!existsSync(file)) execFileSync(options.python, [join(peer, 'export.py'), name, file], { stdio: 'ignore' })
  const torch = lastLine(
    spawnSync(options.python, [join(peer, 'step.py'), name, String(steps), String(threads)], { encoding: 'utf8' }),
  )
  const forward = measured('forward', file)
  const step = measured('step', file)
  console.log(name)
  console.log(`  PyTorch step     ${torch.seconds.toFixed(2)} s  ${gibibytes(torch.peakBytes)}`)
  console.log(`  engine forward   ${forward.seconds.toFixed(2)} s  ${gibibytes(forward.peakBytes)}`)
  console.log(`  engine step      ${step.seconds.toFixed(2)} s  ${gibibytes(step.peakBytes)}`)
  console.log(
    `  PyTorch / engine ${(torch.seconds / step.seconds).toFixed(2)}   step / forward ${(step.seconds / forward.seconds).toFixed(2)}   memory ${(step.peakBytes / torch.peakBytes).toFixed(2)}`,
  )
  console.log(
    `  processor time   PyTorch / engine ${((torch.cpuSeconds ?? 0) / (step.cpuSeconds ?? 1)).toFixed(2)} (with OMP_WAIT_POLICY=PASSIVE also on a shared machine)`,
  )
  const service = measured('service', file)
  console.log(
    `  service's step   ${service.seconds.toFixed(2)} s  ${gibibytes(service.peakBytes)}  ${(service.seconds / step.seconds).toFixed(2)} times the engine's, in processor time ${((service.cpuSeconds ?? 0) / (step.cpuSeconds ?? 1)).toFixed(2)}`,
  )
  const derived = measured('derive', file)
  const size = statSync(file).size
  console.log(
    `  derivation       ${derived.seconds.toFixed(2)} s, ${(derived.peakBytes / size).toFixed(2)} times the file's ${(size / 1e6).toFixed(0)} MB in memory`,
  )
  const loop = measured('loop', file)
  console.log(`  attack loop      ${((100 * loop.seconds) / step.seconds).toFixed(1)} % of a step`)
  if (!options.ablate) return
  for (const rewrite of [...Object.keys(forwardRewrites), ...Object.keys(finalRewrites)]) {
    const without = measured('step', file, rewrite)
    console.log(
      `  without ${rewrite.padEnd(26)} ${without.seconds.toFixed(2)} s, processor time ${((without.cpuSeconds ?? 0) / (step.cpuSeconds ?? 1)).toFixed(2)} times`,
    )
  }
}

if (options.measure !== undefined) await measure(options.measure, options.file ?? '')
else for (const name of options.networks.split(',')) compare(name)
