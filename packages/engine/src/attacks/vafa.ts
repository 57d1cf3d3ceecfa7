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
  const render: Render = (levels, volume) => {
    for (let i = 0; i < levels.length; i++) levels[i] = (levels[i] as number) + 128
    const { stretched, pullBack } = stretchSlices({ shape: task.clean.shape, data: levels })
    volume.set(stretched)
    return (g) => g.set(pullBack(g))
  }
  return dropFrequencies(task, parameters, { render, result: 'last' })
}

/**
 * Writes what the victim sees of grey levels -128 … 127 into `volume` and may write to them. Returns the adjoint of the
 * derivative at them, which takes the place of its argument.
 */
type Render = (levels: Float32Array, volume: Float32Array) => (g: Float32Array) => void

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
  // These two serve every step, so that it leaves little to the garbage collector.
  const levels = new Float32Array(coefficients.length)
  const volume = new Float32Array(coefficients.length)
  const rendered = (quantise: (levels: Float32Array) => void): ReturnType<Render> => {
    levels.set(coefficients)
    quantise(levels)
    return render(transform.inverse(levels), volume)
  }
  const similarity = ssim ? similarityTo(clean, block) : undefined
  const losses: number[] = []
  let best = { damage: Number.NEGATIVE_INFINITY, data: clean.data }
  const consider = (
    data: Float32Array,
    logits: FloatTensor,
    { loss, prediction }: Pick<LossValue, 'loss' | 'prediction'>,
  ): void => {
    const damage = task.damage ? task.damage(logits, prediction) : loss
    if (damage > best.damage) best = { damage, data: data.slice() }
  }
  for (let step = 0; step < steps; step++) {
    task.signal?.throwIfAborted()
    const rounding = softRounding(sharpness(step, steps))
    const pullBack = rendered((c) => rounding.quantise(c, q))
    const wanted = result === 'best' ? 'everything' : 'gradient'
    const evaluated = await victim.lossGradient({ shape: clean.shape, data: volume }, objective, wanted)
    const { loss, logits, dx } = evaluated
    losses.push(loss)
    if (result === 'best') consider(volume, logits, evaluated)
    release(logits)
    const slopes = dx.data
    if (similarity) {
      const { dy } = similarity({ shape: clean.shape, data: volume })
      for (let i = 0; i < slopes.length; i++) slopes[i] = (slopes[i] as number) + (dy[i] as number)
    }
    pullBack(slopes)
    rounding.pullBack(transform.forward(slopes), coefficients, q)
    ascendLinf(q, slopes, 1)
    release(dx)
    clampBetween(q, qMin, qMax)
    task.onProgress?.({ step: step + 1, steps, loss })
  }
  if (result !== 'last') rendered((c) => round(c, q))
  clampInPlace(volume)
  const adversarial = { shape: clean.shape, data: volume }
  if (result !== 'best') return { adversarial, losses, tables: q }
  const logits = await victim.logits(adversarial)
  consider(volume, logits, objective(logits, 'value'))
  return { adversarial: { shape: clean.shape, data: best.data }, losses, tables: q }
}

/** Each coefficient c becomes the multiple of its entry of the table that is nearest. */
function round(c: Float32Array, q: Float32Array): void {
  for (let i = 0; i < c.length; i++) c[i] = Math.round((c[i] as number) / (q[i] as number)) * (q[i] as number)
}

/** a of the soft rounding: from 0.1 towards 1e-20, in equal decrements of which the last is not reached. */
function sharpness(step: number, steps: number): number {
  return 0.1 + (step * (1e-20 - 0.1)) / steps
}

const greyLevels: Render = (levels, volume) => {
  for (let i = 0; i < levels.length; i++) volume[i] = Math.fround((levels[i] as number) + 128) / 255
  return (g) => {
    for (let i = 0; i < g.length; i++) g[i] = (g[i] as number) / 255
  }
}

/** Grey levels brought to [0, 1] and moved by `move`, whose derivative is 1 for what stays and 0 for what moves. */
function moved(move: (x: Float32Array) => void, isIdentity = false): Render {
  return (levels, volume) => {
    const pullBack = greyLevels(levels, volume)
    levels.set(volume)
    move(volume)
    return (g) => {
      if (!isIdentity) for (let i = 0; i < g.length; i++) g[i] = volume[i] === levels[i] ? (g[i] as number) : 0
      pullBack(g)
    }
  }
}

function clampInPlace(x: Float32Array): void {
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number
    x[i] = value > 1 ? 1 : value > 0 ? value : 0
  }
}
