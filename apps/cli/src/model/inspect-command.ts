import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { z } from 'zod'
import { inspectModel, type ModelReport } from './inspect-model.ts'
import { readModelFile, shapeSchema } from './read-model.ts'

const optionsSchema = z.object({
  shape: shapeSchema.optional(),
  threads: z.coerce.number().int().positive().default(availableParallelism()),
  json: z.boolean().default(false),
})

/** `voxproof inspect`: what a model file holds, what it would cost, and what would be rejected and why. */
export function addInspectCommand(program: Command): void {
  program
    .command('inspect')
    .description('read a model file as the service would, without running it')
    .argument('<model>', 'the ONNX file')
    .option(
      '--shape <N,C,D,H,W>',
      'input shape where the file leaves it open; if absent, 96 voxels an axis and what the first convolution takes',
    )
    .option('--threads <count>', 'threads that the time is estimated for')
    .option('--json', 'print one line of JSON')
    .action(async (path: string, raw: unknown) => {
      const { shape, threads, json } = optionsSchema.parse(raw)
      const report = inspectModel(await readModelFile(path), { shape, threads })
      process.stdout.write(json ? `${JSON.stringify(report)}\n` : inWords(report, threads))
      if (report.problems.length > 0) process.exitCode = 2
    })
}

const size = (bytes: number | null) => {
  if (bytes === null) return '?'
  return bytes < 2 ** 30 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${(bytes / 2 ** 30).toFixed(2)} GiB`
}
const work = (flops: number | null) => (flops === null ? '?' : `${Number((flops / 1e9).toPrecision(3))} GFLOP`)
const time = (seconds: number | null) => (seconds === null ? '?' : `${Number(seconds.toPrecision(2))} s`)
const shapeOf = (shape: readonly number[] | null) => (shape === null ? '?' : `[${shape.join(', ')}]`)

function inWords(report: ModelReport, threads: number): string {
  const { problems } = report
  const lines = [
    `opset        ${report.opset ?? '?'}, IR ${report.irVersion ?? '?'}, by ${report.producer || 'an unnamed exporter'}`,
    `family       ${report.family} (a guess from the operators)`,
    `input        ${shapeOf(report.inputShape)}`,
    `output       ${shapeOf(report.outputShape)}`,
    `parameters   ${report.parameters?.toLocaleString('en') ?? '?'}`,
    `one pass     ${work(report.flops)}, ${size(report.forwardBytes)}`,
    `attack step  about ${time(report.secondsPerStep)} on ${threads} threads, ${size(report.gradientBytes)}`,
    'operators',
    ...report.operators.map(
      ({ operator, count, verdict, reason }) =>
        `  ${String(count).padStart(5)}  ${operator}${verdict === 'rule' ? '' : `  ${verdict}: ${reason}`}`,
    ),
    ...(report.queryOnly === null ? [] : [`query-only: ${report.queryOnly} Attacks ask for predictions alone.`]),
    ...report.diagnoses.map(({ message }) => `note: ${message}`),
    problems.length === 0 ? 'would be accepted' : 'would be rejected:',
    ...problems.map(({ code, message }) => `  ${code}: ${message}`),
  ]
  return `${lines.join('\n')}\n`
}
