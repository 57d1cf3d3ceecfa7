import { type AttackTask, attacks, awayFrom, linfBall, losses, randomSource, type Victim } from '../attacks/index.ts'
import type { FloatTensor, LabelVolume } from '../tensor/index.ts'
import type { GradientAvailability } from './part-groups.ts'
import type { AttackOutcome, PartResult } from './report.ts'
import { type GroundTruth, rankingDice, type Score, scoreVolume } from './score-volume.ts'
import type { SuiteDefinition, SuiteEntry } from './suite-definition.ts'
import { verifyBound } from './verify-bound.ts'

export interface PartRequest {
  readonly suite: SuiteDefinition
  readonly group: string
  readonly victim: Victim
  /** [1, C, D, H, W] in [0, 1]. */
  readonly image: FloatTensor
  readonly label: LabelVolume
  readonly spacingMm: readonly [number, number, number]
  readonly classCount: number
  readonly caseKey: string
  readonly datasetId: string
  /** Of the model behind `victim`, lower-case hex. */
  readonly modelHash: string
  readonly gradient: GradientAvailability
  /** Victims for the suite's surrogates of this dataset; those that the group does not use may be absent. */
  readonly surrogates?: readonly Surrogate[] | undefined
  /** The model on volumes of its window's shape [D, H, W]: what suites of tiles attack. */
  readonly tile?: { readonly shape: readonly [number, number, number]; readonly victim: Victim } | undefined
  readonly onProgress?: ((progress: PartProgress) => void) | undefined
  /** Heeded between steps; the part then throws its reason. */
  readonly signal?: AbortSignal | undefined
}

export interface Surrogate {
  readonly name: string
  readonly modelHash: string
  readonly victim: Victim
}

export interface PartProgress {
  readonly entry: string
  /** Share of the part's entries that is done, in [0, 1]. */
  readonly fraction: number
  readonly step: number
  readonly steps: number
}

/**
 * Runs one group of the suite on one case. Nothing that an attack claims is believed: the bound is checked in float32
 * against the clean volume and the volume is scored from a fresh prediction. Equal requests give equal results, the
 * seconds apart. Throws where an attack leaves its bound; a model whose output is not finite scores 0.
 */
export async function runPart(request: PartRequest): Promise<PartResult> {
  const { suite, group, caseKey, image } = request
  const entries = suite.entries.filter((entry) => entry.group === group)
  if (entries.length === 0) throw new RangeError(`Suite ${suite.id} has no group ${group}.`)
  checkImage(image, caseKey)
  const outcomes: AttackOutcome[] = []
  for (const [done, entry] of entries.entries()) {
    request.signal?.throwIfAborted()
    outcomes.push(await runEntry(request, entry, done, entries.length))
    request.onProgress?.({ entry: entry.name, fraction: (done + 1) / entries.length, step: 1, steps: 1 })
  }
  return { caseKey, group, outcomes }
}

interface Attempt {
  readonly score: Score
  readonly distances: { readonly linf: number; readonly l2: number }
  readonly losses: readonly number[]
}

async function runEntry(
  request: PartRequest,
  entry: SuiteEntry,
  done: number,
  entryCount: number,
): Promise<AttackOutcome> {
  const began = performance.now()
  let worst: Attempt | undefined
  for (let restart = 0; restart < entry.restarts; restart++) {
    const attempt = await attempted(request, entry, restart, ({ step, steps }) => {
      const share = (restart + step / steps) / entry.restarts
      request.onProgress?.({ entry: entry.name, fraction: (done + share) / entryCount, step, steps })
    })
    if (!worst || attempt.score.foregroundDice < worst.score.foregroundDice) worst = attempt
  }
  if (!worst) throw new Error(`Suite entry ${entry.name} has no restarts.`)
  const firstNonFinite = worst.losses.findIndex((loss) => !Number.isFinite(loss))
  return {
    entry: entry.name,
    attack: entry.attack,
    track: entry.track,
    epsilon: entry.epsilon,
    ...worst.score,
    ...worst.distances,
    losses: firstNonFinite < 0 ? [...worst.losses] : worst.losses.slice(0, firstNonFinite),
    seconds: (performance.now() - began) / 1000,
  }
}

async function attempted(
  request: PartRequest,
  entry: SuiteEntry,
  restart: number,
  onProgress: AttackTask['onProgress'],
): Promise<Attempt> {
  const { suite, victim, image, label, datasetId, caseKey, signal } = request
  const truth: GroundTruth = request
  const attack = entry.attack === 'none' ? undefined : attacks[entry.attack]
  const result = await attack?.run(
    {
      victim,
      clean: image,
      aim: awayFrom(label.data),
      loss: losses[entry.loss ?? 'dicece'],
      ball: linfBall((entry.epsilon ?? 0) / 255),
      random: randomSource([suite.seed, suite.id, datasetId, caseKey, entry.name, restart]),
      damage: (logits) => 1 - rankingDice(logits, truth),
      onProgress,
      signal,
    },
    entry.parameters,
  )
  const attacked = { shape: image.shape, data: (result?.adversarial ?? image).data.slice() }
  const distances = verifyBound(entry, image, attacked)
  return { score: scoreVolume(await victim.logits(attacked), truth), distances, losses: result?.losses ?? [] }
}

function checkImage(image: FloatTensor, caseKey: string): void {
  const index = image.data.findIndex((value) => !(value >= 0 && value <= 1))
  if (index < 0) return
  const found = `voxel ${index} of case ${caseKey} is ${image.data[index]}`
  throw new RangeError(`The ${found}; images must lie in [0, 1]: preprocess the case again.`)
}
