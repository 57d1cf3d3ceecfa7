import {
  type AttackName,
  attackNames,
  attacks,
  awayFrom,
  linfBall,
  losses,
  randomSource,
  towards,
} from '@voxproof/engine/attacks'
import type { Command } from 'commander'
import { z } from 'zod'
import { checkWritable, writeArray } from '../arrays/write-array.ts'
import { UsageError } from '../usage-error.ts'
import { addModelOptions, lossSchema } from './model-options.ts'
import { checkClasses, notesOf, openTask, readLabel } from './open-task.ts'
import { fractionSchema, modelOptionsSchema } from './options.ts'

// Transfer needs surrogates, which a suite brings with it.
const names = attackNames.filter((name) => name !== 'transfer')

const optionsSchema = modelOptionsSchema.extend({
  loss: lossSchema,
  attack: z.enum(names as [AttackName, ...AttackName[]]),
  epsilon: fractionSchema,
  alpha: fractionSchema,
  steps: z.coerce.number().int().positive(),
  sigma: fractionSchema,
  form: z.enum(['published', 'global']),
  randomStart: z.boolean().default(false),
  iterate: z.enum(['last', 'best']),
  target: z.string().optional(),
  seed: z.coerce.number().int(),
  out: z.string().optional(),
})
type AttackOptions = z.infer<typeof optionsSchema>

/** `voxproof attack`: one attack on one model and one array, as the suite would run it. */
export function addAttackCommand(program: Command): void {
  addModelOptions(program.command('attack'))
    .description('perturb the input so that the loss rises, within a bound')
    .option('--attack <name>', `one of ${names.join(', ')}`, 'pgd')
    .option('--epsilon <number>', 'L-inf bound in units of the [0, 1] range', '8/255')
    .option('--alpha <number>', 'absolute step size', '0.01')
    .option('--steps <count>', 'steps of iterated attacks', '20')
    .option('--sigma <number>', 'standard deviation of gaussian-noise', '8/255')
    .option('--form <name>', 'form of cospgd and segpgd: published or global', 'published')
    .option('--random-start', 'start at a random point of the ball')
    .option('--iterate <which>', 'which iterate to keep: last or best', 'last')
    .option('--target <file>', 'labels [N,D,H,W] that the prediction shall be drawn to')
    .option('--seed <number>', 'seed of random starts and noise', '1')
    .option('--out <file>', 'where to write the attacked input: .npy, .nii, .nii.gz, else raw float32')
    .action(async (model: string, raw: unknown) => {
      const options = optionsSchema.parse(raw)
      if (options.out !== undefined) await checkWritable(options.out)
      const task = await openTask(model, options)
      try {
        const { victim, image, label, obstacle } = task
        // What asks for no gradient is not misled by it.
        const diagnoses = attacks[options.attack].needsGradient ? task.diagnoses : []
        checkIntensities(image.data, options.input)
        if (obstacle !== undefined && attacks[options.attack].needsGradient) {
          const others = names.filter((name) => !attacks[name].needsGradient).join(', ')
          throw new UsageError(`${obstacle} Attacks that need no gradient run all the same: ${others}.`)
        }
        const [batch = 1, , ...spatial] = image.shape
        const target = options.target === undefined ? undefined : await readLabel(options.target, [batch, ...spatial])
        if (target !== undefined) checkClasses(target, options.target ?? '', victim.classCount)
        const aim = target === undefined ? awayFrom(label) : towards(target)
        const loss = losses[options.loss]
        const { adversarial, losses: perStep } = await attacks[options.attack].run(
          { victim, clean: image, aim, loss, ball: linfBall(options.epsilon), random: randomSource([options.seed]) },
          parametersOf(options),
        )
        if (options.out !== undefined) await writeArray(options.out, adversarial, task.affine)
        const finalLoss = aim(loss)(await victim.logits(adversarial)).loss
        const linf = adversarial.data.reduce((far, x, i) => Math.max(far, Math.abs(x - (image.data[i] ?? 0))), 0)
        const queryOnly = obstacle === undefined ? {} : { queryOnly: obstacle }
        process.stdout.write(
          options.json
            ? `${JSON.stringify({ losses: perStep, finalLoss, linf, ...queryOnly, diagnoses })}\n`
            : `${obstacle === undefined ? '' : `query-only: ${obstacle}\n`}${options.attack}: ${options.loss} ${perStep[0] ?? '?'} -> ${finalLoss}, L-inf ${linf}\n${notesOf(diagnoses)}`,
        )
      } finally {
        await task.close()
      }
    })
}

/** Attacks clip to [0, 1]; an image outside would be changed by more than the bound. */
function checkIntensities(image: Float32Array, path: string): void {
  const [low, high] = image.reduce(([least, most], x) => [Math.min(least, x), Math.max(most, x)], [0, 1])
  if (low >= 0 && high <= 1) return
  const found = low < 0 ? low : high
  throw new UsageError(`${path} holds ${found}; attacks work on intensities in [0, 1]. Scale the image first.`)
}

function parametersOf(options: AttackOptions): object {
  const { alpha, steps, randomStart, iterate, form, sigma } = options
  switch (options.attack) {
    case 'fgsm':
      return {}
    case 'bim':
    case 'mi-fgsm':
      return { steps, alpha }
    case 'gaussian-noise':
      return { sigma }
    case 'cospgd':
    case 'segpgd':
      return { steps, alpha, randomStart, iterate, form }
    case 'apgd':
      return { steps, randomStart }
    case 'square':
      return { queries: steps }
    case 'vafa':
    case 'vafa-bounded':
    case 'vafa-renormalised':
      return { steps }
    default:
      return { steps, alpha, randomStart, iterate }
  }
}
