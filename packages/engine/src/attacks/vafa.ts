import { z } from 'zod'
import { ascendLinf, clampBetween } from '../kernels/index.ts'
import { type FloatTensor, release } from '../tensor/index.ts'
import type { AttackResult, AttackTask } from './attack.ts'
import type { LossValue } from './victim.ts'
import { blockDct, similarityTo, softRounding, stretchSlices } from './frequency/index.ts'

export const vafaParametersSchema = z.strictObject({
  steps: z.int().positive().default(20),
  /** Bounds of the quantisation tables, in grey levels of 1/255; the tables start at the upper one. */
  qMax: z.number().positive().default(20),
  qMin: z.number().positive().default(5),
  /** Voxels of a block along each axis. */
  block: z.int().positive().max(256).default(32),
  /** Whether the objective also asks that the volume looks unchanged: minus 1 - SSIM, block by block. */
  ssim: z.boolean().default(true),
})
export type VafaParameters = z.infer<typeof vafaParametersSchema>

export const vafaFormParametersSchema = vafaParametersSchema.extend({
  /**
   * `published`, as the authors' code: softly rounded and clamped at the end only, the last volume that was evaluated.
   * `standard`: within [0, 1] throughout, the result rounded in earnest with the final tables.
   */
  form: z.enum(['published', 'standard']).default('standard'),
})

export interface VafaResult extends AttackResult {
  /** The quantisation tables after the last step, an entry for each coefficient, where its block lies in the volume. */
  readonly tables: Float32Array
}
type Vafa<P> = (task: AttackTask, parameters: P) => Promise<VafaResult>

/**
 * VAFA-3D (Hanif et al., MICCAI 2023) without a bound on voxels: the block DCT of the volume in grey levels is quantised
 * by tables q, one entry per coefficient, which sign steps of one grey level move within [qMin, qMax] to raise the
 * objective.
 */
export const vafa: Vafa<z.infer<typeof vafaFormParametersSchema>> = (task, { form, ...parameters }) => {
  const render = form === 'published' ? greyLevels : moved(clampInPlace)
  return dropFrequencies(task, parameters, { render, result: form === 'published' ? 'last' : 'rounded' })
}

/**
 * VAFA-3D whose volume is projected onto the ball in each step, so that its bound compares with the other attacks'. The
 * result is the volume of greatest damage among those evaluated and the one rounded in earnest with the final tables.
 */
export const vafaBounded: Vafa<VafaParameters> = (task, parameters) => {
  // In L2 the projection moves each voxel: its derivative is taken for the identity.
  const render = moved((x) => task.ball.project(x, task.clean.data), task.ball.norm === 'l2')
  return dropFrequencies(task, parameters, { render, result: 'best' })
}

/**
 * VAFA-3D as the authors evaluate it: published form, each axial slice stretched to [0, 1], which alone moves voxels by
 * tens of grey levels. For comparison with their figures.
 */
export const vafaRenormalised: Vafa<VafaParameters> = (task, parameters) => {
  const render: Render = (levels) => {
    const { stretched, pullBack } = stretchSlices({ shape: task.clean.shape, data: levels })
    return { volume: stretched, pullBack }
  }
  return dropFrequencies(task, parameters, { render, result: 'last' })
}

/** From grey levels 0 … 255 to the volume that the victim sees; `pullBack` is the adjoint of the derivative and may write to g. */
type Render = (levels: Float32Array) => { volume: Float32Array; pullBack: (g: Float32Array) => Float32Array }

interface Form {
  readonly render: Render
  /** The last volume evaluated, that of the final tables rounded in earnest, or the worst of all of them. */
  readonly result: 'last' | 'rounded' | 'best'
}

async function dropFrequencies(
  task: AttackTask,
  { steps, qMax, qMin, block, ssim }: VafaParameters,
  { render, result }: Form,
): Promise<VafaResult> {
  if (qMin > qMax) throw new RangeError(`VAFA's qMin is ${qMin}; it must not exceed qMax, ${qMax}.`)
  const { victim, clean } = task
  const objective = task.aim(task.loss)
  const transform = blockDct(clean.shape, block)
  const coefficients = transform.forward(clean.data.map((value) => 255 * value - 128))
  const q = new Float32Array(coefficients.length).fill(qMax)
  const rendered = (quantised: Float32Array): ReturnType<Render> => {
    const levels = transform.inverse(quantised)
    for (let i = 0; i < levels.length; i++) levels[i] = (levels[i] as number) + 128
    return render(levels)
  }
  const similarity = ssim ? similarityTo(clean, block) : undefined
  const losses: number[] = []
  let last = clean.data
  let best = { damage: Number.NEGATIVE_INFINITY, data: clean.data }
  const consider = (
    data: Float32Array,
    logits: FloatTensor,
    { loss, prediction }: Pick<LossValue, 'loss' | 'prediction'>,
  ): void => {
    const damage = task.damage ? task.damage(logits, prediction) : loss
    if (damage > best.damage) best = { damage, data }
  }
  for (let step = 0; step < steps; step++) {
    task.signal?.throwIfAborted()
    const rounding = softRounding(sharpness(step, steps))
    const { volume, pullBack } = rendered(rounding.quantised(coefficients, q))
    // An ensemble computes its logits when they are read.
    const evaluated = await victim.lossGradient({ shape: clean.shape, data: volume }, objective)
    const { loss, dx } = evaluated
    losses.push(loss)
    if (result === 'best') {
      const { logits } = evaluated
      consider(volume, logits, evaluated)
      release(logits)
    }
    const slopes = dx.data
    if (similarity) {
      const { dy } = similarity({ shape: clean.shape, data: volume })
      for (let i = 0; i < slopes.length; i++) slopes[i] = (slopes[i] as number) + (dy[i] as number)
    }
    const byTable = transform.forward(pullBack(slopes))
    rounding.pullBack(byTable, coefficients, q)
    ascendLinf(q, byTable, 1)
    clampBetween(q, qMin, qMax)
    last = volume
    task.onProgress?.({ step: step + 1, steps, loss })
  }
  const data = result === 'last' ? last : rendered(rounded(coefficients, q)).volume
  clampInPlace(data)
  const adversarial = { shape: clean.shape, data }
  if (result !== 'best') return { adversarial, losses, tables: q }
  const logits = await victim.logits(adversarial)
  consider(data, logits, objective(logits, 'value'))
  return { adversarial: { shape: clean.shape, data: best.data }, losses, tables: q }
}

/** Each coefficient rounded in earnest to a multiple of its entry of the table. */
function rounded(coefficients: Float32Array, q: Float32Array): Float32Array {
  return coefficients.map((c, i) => Math.round(c / (q[i] as number)) * (q[i] as number))
}

/** a of the soft rounding: from 0.1 towards 1e-20, in equal decrements of which the last is not reached. */
function sharpness(step: number, steps: number): number {
  return 0.1 + (step * (1e-20 - 0.1)) / steps
}

const greyLevels: Render = (levels) => {
  const scale = (values: Float32Array): Float32Array => {
    const result = new Float32Array(values.length)
    for (let i = 0; i < values.length; i++) result[i] = (values[i] as number) / 255
    return result
  }
  return { volume: scale(levels), pullBack: scale }
}

/** Grey levels brought to [0, 1] and moved by `move`, whose derivative is 1 for what stays and 0 for what moves. */
function moved(move: (x: Float32Array) => void, isIdentity = false): Render {
  return (levels) => {
    const { volume, pullBack } = greyLevels(levels)
    const free = volume.slice()
    move(volume)
    return {
      volume,
      pullBack(g) {
        if (!isIdentity) for (let i = 0; i < g.length; i++) g[i] = volume[i] === free[i] ? (g[i] as number) : 0
        return pullBack(g)
      },
    }
  }
}

function clampInPlace(x: Float32Array): void {
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number
    x[i] = value > 1 ? 1 : value > 0 ? value : 0
  }
}
