import { join } from 'node:path'
import { parseArgs } from 'node:util'
import tuned from '@voxproof/engine/process-options.json' with { type: 'json' }
import { inTurn, median, medianRatio, startRunner } from './gradient/in-turn.ts'

/**
 * What the options of the processes that run models bring (packages/engine/src/runtime/process-options.json): one step
 * of loss and input gradient as the service takes it, by processor time, all threads together, and the peak of memory.
 * The process as Node and glibc have it, with blocks of 1 MiB given back as a large model's process has them, and with
 * the options, run in turn; ratios are medians over the rounds.
 * Run: npx tsx bench/process-options.ts [--models unet-phantom,umamba-enc-phantom] [--edge 48] [--steps 20] [--threads 1]
 */
const { values } = parseArgs({
  options: {
    models: { type: 'string', default: 'unet-phantom,segresnet-phantom,swin-unetr-phantom,umamba-enc-phantom' },
    edge: { type: 'string', default: '48' },
    steps: { type: 'string', default: '20' },
    threads: { type: 'string', default: '1' },
  },
})
const measured = join(import.meta.dirname, 'gradient', 'measured.ts')

const variants = [
  { name: 'as they come', node: [], environment: {} },
  { name: '1 MiB blocks given back', node: tuned.nodeOptions, environment: { MALLOC_MMAP_THRESHOLD_: '1048576' } },
  { name: 'garbage collected on one thread', node: tuned.nodeOptions, environment: {} },
  { name: 'the options', node: tuned.nodeOptions, environment: tuned.environment },
]

for (const model of values.models.split(',')) {
  const file = model.endsWith('.onnx') ? model : join(import.meta.dirname, '../baselines/models', `${model}.onnx`)
  const args = [...process.execArgv, measured, 'service', file, values.threads, values.edge]
  const runners = await Promise.all(
    variants.map(({ node, environment }) =>
      startRunner(process.execPath, [...node, ...args], { ...process.env, ...environment }),
    ),
  )
  const timings = await inTurn(runners, Number(values.steps))
  await Promise.all(runners.map((runner) => runner.close()))
  process.stdout.write(`${model}\n`)
  const [plain = []] = timings
  for (const [index, own] of timings.entries()) {
    const milliseconds = 1000 * median(own.map(({ cpuSeconds }) => cpuSeconds))
    const mebibytes = Math.max(...own.map(({ peakBytes }) => peakBytes)) / 2 ** 20
    const cells = [
      `${milliseconds.toFixed(0)} ms`,
      `${medianRatio(own, plain, 'cpuSeconds').toFixed(2)} times`,
      `${mebibytes.toFixed(0)} MiB`,
    ]
    const name = variants[index]?.name ?? ''
    process.stdout.write(`  ${name.padEnd(34)}${cells.map((cell) => cell.padStart(12)).join('')}\n`)
  }
}
