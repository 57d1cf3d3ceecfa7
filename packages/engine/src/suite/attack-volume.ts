import {
  type AttackName,
  type AttackResult,
  type AttackTask,
  attacks,
  awayFrom,
  balls,
  ensembleVictim,
  type LossName,
  losses,
  randomSource,
  type Victim,
  vanish,
  vanishedShare,
} from '../attacks/index.ts'
import { cutWindow, placeWindows, pasteWindow } from '../inference/index.ts'
import { predictedClasses } from '../metrics/index.ts'
import type { FloatTensor, LabelVolume } from '../tensor/index.ts'
import { boundRadius } from './bound-radius.ts'
import type { PartRequest, Surrogate, Tile } from './part-request.ts'
import { diceOfPrediction } from './score-volume.ts'

/** One run of one attack on the case of a part. */
export interface VolumeAttack {
  readonly attack: AttackName
  readonly parameters: unknown
  readonly loss: LossName | null
  readonly norm: 'linf' | 'l2'
  /** In 1/255; null without a bound. */
  readonly epsilon: number | null
  /** What, beside suite, dataset and case, the random stream derives from. */
  readonly key: readonly (string | number)[]
  /** Attacked in the model's stead, where given. */
  readonly surrogates?: readonly Surrogate[] | undefined
  readonly start?: FloatTensor | undefined
  /** The class that shall vanish; all classes are attacked where absent. */
  readonly vanishing?: number | undefined
  readonly onProgress?: AttackTask['onProgress']
}

/** Attacks the case's volume as a whole, or tile by tile where the suite says so. What comes back is unchecked. */
export function attackVolume(request: PartRequest, run: VolumeAttack): Promise<AttackResult> {
  return request.suite.protocol === 'tiles' ? attackTiles(request, run) : attackWhole(request, run)
}

function attackWhole(request: PartRequest, run: VolumeAttack): Promise<AttackResult> {
  const surrogates = run.surrogates?.map(({ victim }) => victim)
  return attackScene(request, run, { ...request, surrogates, key: [] })
}

/**
 * Dense tiles of the window's shape, each attacked apart from a random stream of its own and pasted over what lies
 * there: the last one of an axis is shifted in, so later tiles overwrite earlier ones. Losses follow tile by tile.
 */
async function attackTiles(request: PartRequest, run: VolumeAttack): Promise<AttackResult> {
  const { image, label, tile } = request
  const surrogates = run.surrogates?.map((surrogate) => tileOf(surrogate, surrogate.name).victim)
  const { shape, victim } = run.surrogates?.[0]?.tile ?? tileOf({ tile }, 'the model')
  const [batch = 1, channels = 1] = image.shape
  const placements = placeWindows(label.shape, shape, 0)
  const labelValues = Float32Array.from(label.data)
  const stitched = image.data.slice()
  const found: number[] = []
  for (const [index, placement] of placements.entries()) {
    const scene = {
      victim,
      surrogates,
      image: { shape: [batch, channels, ...shape], data: cutWindow(image.data, batch * channels, placement) },
      label: { shape, data: Uint8Array.from(cutWindow(labelValues, 1, placement)) },
      key: ['tile', index],
    }
    const onProgress: AttackTask['onProgress'] = ({ step, steps, loss }) =>
      run.onProgress?.({ step: index * steps + step, steps: placements.length * steps, loss })
    const result = await attackScene(request, { ...run, onProgress }, scene)
    if (result.adversarial.data.length !== scene.image.data.length) return result
    pasteWindow(stitched, result.adversarial.data, batch * channels, placement)
    found.push(...result.losses)
  }
  return { adversarial: { shape: image.shape, data: stitched }, losses: found }
}

function tileOf({ tile }: { tile?: Tile | undefined }, name: string): Tile {
  if (tile) return tile
  throw new RangeError(`The suite attacks tiles; the part got no victim of one window for ${name}.`)
}

interface Scene {
  readonly victim: Victim
  readonly surrogates: readonly Victim[] | undefined
  readonly image: FloatTensor
  readonly label: LabelVolume
  readonly key: readonly (string | number)[]
}

function attackScene(request: PartRequest, run: VolumeAttack, scene: Scene): Promise<AttackResult> {
  const { suite, datasetId, caseKey, spacingMm, classCount, signal } = request
  const { vanishing } = run
  const { image, label, surrogates } = scene
  const truth = { label, spacingMm, classCount }
  const task: AttackTask = {
    // Transfer takes the surrogates itself; any other attack is a white-box one on them.
    victim: surrogates && run.attack !== 'transfer' ? ensembleVictim(surrogates) : scene.victim,
    surrogates,
    // A copy: what the result is measured against is out of the attack's reach.
    clean: { shape: image.shape, data: image.data.slice() },
    aim: vanishing === undefined ? awayFrom(label.data) : vanish(label.data, vanishing),
    loss: losses[run.loss ?? 'dicece'],
    ball: balls[run.norm](boundRadius(run.norm, run.epsilon ?? 0, image.data.length)),
    random: randomSource([suite.seed, suite.id, datasetId, caseKey, ...run.key, ...scene.key]),
    damage: (logits, prediction = predictedClasses(logits)) =>
      vanishing === undefined
        ? 1 - diceOfPrediction(prediction, truth)
        : vanishedShare(prediction.classes, label.data, vanishing),
    spacingMm,
    start: run.start && { shape: run.start.shape, data: run.start.data.slice() },
    onProgress: run.onProgress,
    signal,
  }
  return attacks[run.attack].run(task, run.parameters)
}
