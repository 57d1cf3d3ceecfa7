import type { z } from 'zod'
import { apgd, apgdParametersSchema } from './apgd.ts'
import { ascentParametersSchema } from './ascent.ts'
import type { Attack, AttackResult, AttackTask } from './attack.ts'
import { bim, bimParametersSchema } from './bim.ts'
import { cospgd, cospgdParametersSchema } from './cospgd.ts'
import { fgsm, fgsmParametersSchema } from './fgsm.ts'
import { gaussianNoise, gaussianNoiseParametersSchema } from './gaussian-noise.ts'
import { miFgsm, miFgsmParametersSchema } from './mi-fgsm.ts'
import { pgd } from './pgd.ts'
import { segpgd, segpgdParametersSchema } from './segpgd.ts'
import { square, squareParametersSchema } from './square.ts'
import { transfer, transferParametersSchema } from './transfer.ts'
import { vafa, vafaBounded, vafaFormParametersSchema, vafaParametersSchema, vafaRenormalised } from './vafa.ts'

export interface ListedAttack {
  /** Whether the perturbation stays in the task's ball. */
  readonly bounded: boolean
  /** Whether it differentiates the task's victim; without that gradient it cannot run. */
  readonly needsGradient: boolean
  /** Parses the parameters (a ZodError tells what is wrong with them), then attacks. */
  readonly run: (task: AttackTask, parameters: unknown) => Promise<AttackResult>
}

/** Every attack that suites and the command line may name. */
export const attacks = {
  fgsm: bounded(fgsmParametersSchema, fgsm),
  bim: bounded(bimParametersSchema, bim),
  pgd: bounded(ascentParametersSchema, pgd),
  apgd: bounded(apgdParametersSchema, apgd),
  segpgd: bounded(segpgdParametersSchema, segpgd),
  cospgd: bounded(cospgdParametersSchema, cospgd),
  'mi-fgsm': bounded(miFgsmParametersSchema, miFgsm),
  transfer: { ...bounded(transferParametersSchema, transfer), needsGradient: false },
  square: { ...bounded(squareParametersSchema, square), needsGradient: false },
  vafa: { ...bounded(vafaFormParametersSchema, vafa), bounded: false },
  'vafa-bounded': bounded(vafaParametersSchema, vafaBounded),
  'vafa-renormalised': { ...bounded(vafaParametersSchema, vafaRenormalised), bounded: false },
  'gaussian-noise': { ...bounded(gaussianNoiseParametersSchema, gaussianNoise), bounded: false, needsGradient: false },
} as const satisfies Record<string, ListedAttack>

export type AttackName = keyof typeof attacks
export const attackNames = Object.keys(attacks) as readonly AttackName[]

function bounded<S extends z.ZodType>(schema: S, attack: Attack<z.output<S>>): ListedAttack {
  return { bounded: true, needsGradient: true, run: async (task, parameters) => attack(task, schema.parse(parameters)) }
}
