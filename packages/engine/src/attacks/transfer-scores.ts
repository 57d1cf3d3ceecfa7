import type { FloatTensor } from '../tensor/index.ts'
import type { AttackResult, AttackTask } from './attack.ts'
import { ensembleVictim } from './ensemble-victim.ts'
import { randomSource } from './random-source.ts'
import type { Victim } from './victim.ts'

export interface TransferRequest {
  /** The clean volume, the aim, the loss and the ball; its victim and random stream are replaced. */
  readonly task: Omit<AttackTask, 'victim' | 'random' | 'surrogates'>
  /** Frozen models by name. Leave the target itself out of them. */
  readonly surrogates: Readonly<Record<string, Victim>>
  readonly target: Victim
  /** Runs on the surrogates, as white boxes. */
  readonly attack: (task: AttackTask) => Promise<AttackResult>
  /** Of the target's prediction, e.g. the foreground Dice. */
  readonly score: (logits: FloatTensor) => number
  /** Every row draws from its own stream, this key followed by its surrogates' names. */
  readonly seed: readonly (string | number)[]
}

export interface TransferRow {
  readonly surrogates: readonly string[]
  readonly adversarial: FloatTensor
  /** Score of the surrogates that the volume was made on. */
  readonly onSurrogates: number
  readonly onTarget: number
}

/**
 * One row of a transfer matrix for each surrogate alone and, where there are several, for all of them together: a volume
 * made on the surrogates, scored on the target, which the attack never sees.
 */
export async function transferScores(request: TransferRequest): Promise<TransferRow[]> {
  const { task, target, attack, score, seed } = request
  const names = Object.keys(request.surrogates)
  const groups = names.length > 1 ? [...names.map((name) => [name]), names] : names.map((name) => [name])
  const rows: TransferRow[] = []
  for (const group of groups) {
    task.signal?.throwIfAborted()
    const victims = group.flatMap((name) => request.surrogates[name] ?? [])
    const victim = ensembleVictim(victims)
    const { adversarial } = await attack({
      ...task,
      victim,
      surrogates: victims,
      random: randomSource([...seed, ...group]),
    })
    rows.push({
      surrogates: group,
      adversarial,
      onSurrogates: score(await victim.logits(adversarial)),
      onTarget: score(await target.logits(adversarial)),
    })
  }
  return rows
}
