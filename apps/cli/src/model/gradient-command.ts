import { awayFrom, losses } from '@voxproof/engine/attacks'
import type { Command } from 'commander'
import { z } from 'zod'
import { checkWritable, writeArray } from '../arrays/write-array.ts'
import { UsageError } from '../usage-error.ts'
import { addModelOptions, lossSchema } from './model-options.ts'
import { notesOf, openTask } from './open-task.ts'
import { modelOptionsSchema } from './options.ts'

const optionsSchema = modelOptionsSchema.extend({ loss: lossSchema, out: z.string(), logits: z.string().optional() })

/** `voxproof gradient`: the gradient of a loss at the input of one model, for one array. */
export function addGradientCommand(program: Command): void {
  addModelOptions(program.command('gradient'))
    .description("write dL/dx, the loss's gradient at the input, and optionally the logits")
    .requiredOption('--out <file>', 'where to write the gradient: .npy, .nii, .nii.gz, else raw float32')
    .option('--logits <file>', 'where to write the logits')
    .action(async (model: string, raw: unknown) => {
      const options = optionsSchema.parse(raw)
      await checkWritable(options.out)
      if (options.logits !== undefined) await checkWritable(options.logits)
      const task = await openTask(model, options)
      try {
        const { victim, image, label, obstacle, diagnoses } = task
        if (obstacle !== undefined) throw new UsageError(obstacle)
        const { loss, logits, dx } = await victim.lossGradient(image, awayFrom(label)(losses[options.loss]))
        await writeArray(options.out, dx, task.affine)
        if (options.logits !== undefined) await writeArray(options.logits, logits, task.affine)
        const norm = Math.sqrt(dx.data.reduce((sum, value) => sum + value * value, 0))
        const result = { loss, gradientNorm: norm, shape: image.shape, logitsShape: logits.shape, diagnoses }
        process.stdout.write(
          options.json
            ? `${JSON.stringify(result)}\n`
            : `${options.loss} ${loss}\n||dL/dx|| ${norm}\nlogits [${logits.shape.join(', ')}]\n${notesOf(diagnoses)}`,
        )
      } finally {
        await task.close()
      }
    })
}
