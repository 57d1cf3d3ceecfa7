import { foregroundClass } from './foreground-class.ts'
import type { FloatTensor } from '../tensor/index.ts'
import { attackVolume } from './attack-volume.ts'
import { type Attempt, attempt, damageOf, outcomeOf } from './attempt.ts'
import { surrogatesOf } from './part-groups.ts'
import type { PartRequest, Surrogate } from './part-request.ts'
import type { AttackOutcome } from './report.ts'
import type { SuiteEntry } from './suite-definition.ts'
import { type TransferAttack, transferVolume } from './transfer-volume.ts'

export interface EntryRun {
  readonly outcome: AttackOutcome
  /** What the outcome scores. */
  readonly volume: FloatTensor
}

export interface EntryOptions {
  /** Volumes of earlier entries that others start from, by name. */
  readonly earlier: ReadonlyMap<string, FloatTensor>
  /** Hears how much of the entry is done, in [0, 1]. */
  readonly onStep: (share: number, step: number, steps: number) => void
}

/** One entry of the suite on the case: the worst of its restarts. */
export async function runEntry(request: PartRequest, entry: SuiteEntry, options: EntryOptions): Promise<EntryRun> {
  const began = performance.now()
  const surrogates = entry.surrogates && surrogatesFor(request, entry)
  const vanishing = entry.vanish === undefined ? undefined : foregroundClass(request, entry.vanish)
  const hasAim = entry.vanish === undefined || vanishing !== undefined
  let worst: Tried | undefined
  for (let restart = 0; restart < entry.restarts; restart++) {
    const attack = hasAim ? entry.attack : 'none'
    const run = {
      parameters: entry.parameters,
      loss: entry.loss,
      norm: entry.norm ?? 'linf',
      epsilon: entry.epsilon,
      key: [entry.name, restart],
      start: startOf(entry, options.earlier),
      vanishing,
      onProgress: ({ step, steps }: { step: number; steps: number }) =>
        options.onStep((restart + step / steps) / entry.restarts, step, steps),
    }
    const tried = surrogates
      ? await transferred(request, entry, { ...run, attack, surrogates })
      : await attempt(request, entry, attack === 'none' ? undefined : await attackVolume(request, { ...run, attack }))
    if (!worst || damageOf(request, tried, vanishing) > damageOf(request, worst, vanishing)) worst = tried
  }
  if (!worst) throw new Error(`Suite entry ${entry.name} has no restarts.`)
  const outcome = {
    ...outcomeOf(request, entry, worst, began),
    ...worst.transfer,
    ...(vanishing === undefined ? {} : { vanished: { organ: vanishing, share: damageOf(request, worst, vanishing) } }),
  }
  return { outcome: { ...outcome, seconds: (performance.now() - began) / 1000 }, volume: worst.volume }
}

interface Tried extends Attempt {
  /** How the surrogates themselves fared, where the volume was made on them. */
  readonly transfer?: Pick<AttackOutcome, 'transferredFrom' | 'onSurrogates'>
}

/** A volume made on surrogates and shown to the model. */
async function transferred(request: PartRequest, entry: SuiteEntry, run: TransferAttack): Promise<Tried> {
  const { values, losses, onSurrogates } = await transferVolume(request, entry, run)
  const result = { adversarial: { shape: request.image.shape, data: values }, losses }
  const transferredFrom = run.surrogates.map(({ name }) => name).join(' + ')
  return { ...(await attempt(request, entry, result)), transfer: { transferredFrom, onSurrogates } }
}

function startOf(entry: SuiteEntry, earlier: EntryOptions['earlier']): FloatTensor | undefined {
  if (entry.start === undefined) return undefined
  const start = earlier.get(entry.start)
  if (start) return start
  throw new RangeError(`Suite entry ${entry.name} starts from ${entry.start}, which did not run before it.`)
}

/** The entry's surrogates as the part was given them. */
function surrogatesFor(request: PartRequest, entry: SuiteEntry): Surrogate[] {
  return surrogatesOf(request.suite, entry, request).map(({ name, modelHash }) => {
    const found = request.surrogates?.find((surrogate) => surrogate.modelHash === modelHash)
    if (found) return found
    throw new RangeError(`Suite entry ${entry.name} needs surrogate ${name} (${modelHash}); the part was not given it.`)
  })
}
