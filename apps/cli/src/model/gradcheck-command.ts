import { type GradientDiagnosis, gradientDiagnoses } from '@voxproof/engine/differentiate'
import { decodeModel, specialise } from '@voxproof/engine/onnx'
import { openWindowModel } from '@voxproof/engine/runtime'
import type { Command } from 'commander'
import { z } from 'zod'
import { UsageError } from '../usage-error.ts'
import { checkGradient, type GradientCheck } from './gradcheck.ts'
import { notesOf } from './open-task.ts'
import { chosenShape, readModelFile, shapeSchema } from './read-model.ts'

const optionsSchema = z.object({
  shape: shapeSchema.optional(),
  directions: z.coerce.number().int().min(1).max(1000),
  seed: z.coerce.number().int(),
  threads: z.coerce.number().int().positive().optional(),
  json: z.boolean().default(false),
})

/** `voxproof gradcheck`: the derived gradient against central differences of the model's own output. */
export function addGradcheckCommand(program: Command): void {
  program
    .command('gradcheck')
    .description('compare the gradient with central differences along random directions')
    .argument('<model>', 'the ONNX file')
    .option(
      '--shape <N,C,D,H,W>',
      'input shape where the file leaves it open; if absent, 96 voxels an axis and what the first convolution takes',
    )
    .option('--directions <count>', 'number of directions', '4')
    .option('--seed <number>', 'seed of the input and the directions', '1')
    .option('--threads <count>', 'threads of ONNX Runtime')
    .option('--json', 'print one line of JSON')
    .action(async (path: string, raw: unknown) => {
      const { shape, directions, seed, threads, json } = optionsSchema.parse(raw)
      const bytes = await readModelFile(path)
      const decoded = decodeModel(bytes)
      const chosen = chosenShape(decoded, shape)
      const [batch = 1, channels = 1, depth = 0, height = 0, width = 0] = chosen
      if (batch !== 1) throw new UsageError(`gradcheck looks at one volume; the shape asks for ${batch}.`)
      const windowShape = [depth, height, width] as const
      const diagnoses = gradientDiagnoses(specialise(decoded, chosen))
      const model = await openWindowModel(bytes, { windowShape, channelCount: channels, threads })
      try {
        const check = await checkGradient(model, { directions, seed })
        process.stdout.write(json ? `${JSON.stringify({ ...check, diagnoses })}\n` : inWords(check, diagnoses))
        if (!check.agrees) process.exitCode = 2
      } finally {
        await model.close()
      }
    })
}

function inWords(check: GradientCheck, diagnoses: readonly GradientDiagnosis[]): string {
  const lines = check.directions.map(
    ({ claimed, measured, step, relativeError }, index) =>
      `direction ${index + 1}: gradient ${claimed.toPrecision(5)}, differences ${measured.toPrecision(5)} ` +
      `(step ${step}), ${(100 * relativeError).toFixed(2)} % apart`,
  )
  const verdict = check.agrees
    ? 'the gradient is that of the model'
    : 'the gradient does not explain how the model changes'
  return `${lines.join('\n')}\n${notesOf(diagnoses)}cosine similarity ${check.cosine.toFixed(6)}, zero in ${(100 * check.zeroFraction).toFixed(1)} % of the voxels: ${verdict}\n`
}
