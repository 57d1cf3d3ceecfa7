import { createHash } from 'node:crypto'
import type { AttackResult, Victim } from '../attacks/index.ts'
import { type FloatTensor, release } from '../tensor/index.ts'
import { attackVolume, type VolumeAttack } from './attack-volume.ts'
import { finiteLosses, permittedVolume } from './attempt.ts'
import { canonicalJson } from './canonical-json.ts'
import type { PartRequest, Surrogate } from './part-request.ts'
import { rankingDice } from './score-volume.ts'
import type { SuiteEntry } from './suite-definition.ts'

/** What an attack made on surrogates alone: the same for every model that it is shown to. */
export interface TransferVolume {
  /** As the attack left them, unchecked, in the layout of the image. */
  readonly values: Float32Array
  /** Objective before each step, up to the first that was not finite. */
  readonly losses: readonly number[]
  /** The surrogates' mean foreground Dice on the clean volume and on this one. */
  readonly onSurrogates: { readonly clean: number; readonly attacked: number }
}

/** Where volumes made on surrogates outlast the evaluation that made them. */
export interface TransferStore {
  /**
   * What is kept under this key; where nothing is, what `make` comes to, which is kept. The key names everything that the
   * volume depends on but the engine and the runtime.
   */
  volumeOf(key: string, make: () => Promise<TransferVolume>, signal?: AbortSignal): Promise<TransferVolume>
}

/** An attack on surrogates: their victims, and whether there is anything to attack. */
export interface TransferAttack extends Omit<VolumeAttack, 'attack'> {
  readonly surrogates: readonly Surrogate[]
  /** `none` leaves the volume as it is. */
  readonly attack: VolumeAttack['attack'] | 'none'
}

/** The entry's attack on the surrogates, taken from the request's store where that has one. The model is asked nothing. */
export function transferVolume(request: PartRequest, entry: SuiteEntry, run: TransferAttack): Promise<TransferVolume> {
  const make = (): Promise<TransferVolume> => makeVolume(request, entry, run)
  if (request.transfers === undefined) return make()
  return request.transfers.volumeOf(keyOf(request, entry, run), make, request.signal)
}

async function makeVolume(request: PartRequest, entry: SuiteEntry, run: TransferAttack): Promise<TransferVolume> {
  const { attack, surrogates } = run
  const result: AttackResult =
    attack === 'none' ? { adversarial: request.image, losses: [] } : await attackVolume(request, { ...run, attack })
  const { volume } = permittedVolume(request, entry, result)
  let [clean, attacked] = [0, 0]
  for (const { victim } of surrogates) {
    clean += (await diceOf(victim, request.image, request)) / surrogates.length
    attacked += (await diceOf(victim, volume, request)) / surrogates.length
  }
  return {
    values: result.adversarial.data,
    losses: finiteLosses(result.losses),
    onSurrogates: { clean, attacked },
  }
}

async function diceOf(victim: Victim, volume: FloatTensor, request: PartRequest): Promise<number> {
  const logits = await victim.logits(volume)
  const dice = rankingDice(logits, request)
  release(logits)
  return dice
}

/** Of everything that `makeVolume` reads; neither the model's hash nor its victim is part of it. */
function keyOf(request: PartRequest, { epsilon, storedAs }: SuiteEntry, run: TransferAttack): string {
  const { suite, datasetId, caseKey, image, label, spacingMm, classCount } = request
  const { id, seed, slidingWindow, protocol } = suite
  const { attack, parameters, loss, norm, key, vanishing, start, surrogates } = run
  const named = {
    suite: { id, seed, slidingWindow, protocol },
    scene: { datasetId, caseKey, spacingMm, classCount, image: hashOf(image.data), label: hashOf(label.data) },
    shape: image.shape,
    attack: { attack, parameters, loss, norm, epsilon, storedAs, key, vanishing, start: start && hashOf(start.data) },
    surrogates: surrogates.map(({ modelHash, windowShape }) => ({ modelHash, windowShape })),
  }
  return createHash('sha256').update(canonicalJson(named)).digest('hex')
}

function hashOf({ buffer, byteOffset, byteLength }: Float32Array | Uint8Array): string {
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex')
}
