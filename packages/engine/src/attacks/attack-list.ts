import type { z } from 'zod'
import { apgd, apgdParametersSchema } from './apgd.ts'
import { type AscentParameters, ascentParametersSchema } from './ascent.ts'
import type { Attack, AttackResult, AttackTask } from './attack.ts'
import { bim, bimParametersSchema } from './bim.ts'
import {
  anisotropicDownsampling,
  biasField,
  blur,
  gamma,
  gaussianNoise,
  gaussianNoiseParametersSchema,
  ghosting,
  motion,
  ricianNoise,
  severitySchema,
  spike,
} from './corruptions/index.ts'
import { cospgd, cospgdParametersSchema } from './cospgd.ts'
import { fgsm, fgsmParametersSchema } from './fgsm.ts'
import { miFgsm, miFgsmParametersSchema } from './mi-fgsm.ts'
import { pgd } from './pgd.ts'
import { segpgd, segpgdParametersSchema } from './segpgd.ts'
import { square, squareParametersSchema } from './square.ts'
import { transfer, transferParametersSchema } from './transfer.ts'
import { vafa, vafaBounded, vafaFormParametersSchema, vafaParametersSchema, vafaRenormalised } from './vafa.ts'

/** How often an attack asks for a prediction and for a gradient (a prediction with its loss's gradient). */
export interface AttackCalls {
  readonly predictions: number
  readonly gradients: number
}

export interface ListedAttack {
  /** Whether the perturbation stays in the task's ball. */
  readonly bounded: boolean
  /** Whether it differentiates the task's victim; without that gradient it cannot run. */
  readonly needsGradient: boolean
  /** Calls of one run on the victim, for `transfer` on each of the surrogates. Parses the parameters. */
  readonly calls: (parameters: unknown) => AttackCalls
  /** Parses the parameters (a ZodError tells what is wrong with them), then attacks. */
  readonly run: (task: AttackTask, parameters: unknown) => Promise<AttackResult>
}

/** Every attack that suites and the command line may name. */
export const attacks = {
  fgsm: whiteBox(fgsmParametersSchema, fgsm, () => ({ predictions: 0, gradients: 1 })),
  bim: whiteBox(bimParametersSchema, bim, stepwise),
  pgd: whiteBox(ascentParametersSchema, pgd, ascentCalls),
  apgd: whiteBox(apgdParametersSchema, apgd, ({ steps }) => ({ predictions: 2, gradients: steps })),
  segpgd: whiteBox(segpgdParametersSchema, segpgd, ascentCalls),
  cospgd: whiteBox(cospgdParametersSchema, cospgd, ascentCalls),
  'mi-fgsm': whiteBox(miFgsmParametersSchema, miFgsm, stepwise),
  transfer: { ...whiteBox(transferParametersSchema, transfer, stepwise), needsGradient: false },
  square: {
    ...whiteBox(squareParametersSchema, square, ({ queries }) => ({ predictions: queries, gradients: 0 })),
    needsGradient: false,
  },
  vafa: { ...whiteBox(vafaFormParametersSchema, vafa, stepwise), bounded: false },
  'vafa-bounded': whiteBox(vafaParametersSchema, vafaBounded, ({ steps }) => ({ predictions: 1, gradients: steps })),
  'vafa-renormalised': { ...whiteBox(vafaParametersSchema, vafaRenormalised, stepwise), bounded: false },
  'gaussian-noise': transformation(gaussianNoiseParametersSchema, gaussianNoise),
  'rician-noise': transformation(severitySchema, ricianNoise),
  blur: transformation(severitySchema, blur),
  'bias-field': transformation(severitySchema, biasField),
  ghosting: transformation(severitySchema, ghosting),
  motion: transformation(severitySchema, motion),
  spike: transformation(severitySchema, spike),
  gamma: transformation(severitySchema, gamma),
  'anisotropic-downsampling': transformation(severitySchema, anisotropicDownsampling),
} as const satisfies Record<string, ListedAttack>

export type AttackName = keyof typeof attacks
export const attackNames = Object.keys(attacks) as readonly AttackName[]

/** Stays in the ball and differentiates the victim. */
function whiteBox<S extends z.ZodType>(
  schema: S,
  attack: Attack<z.output<S>>,
  calls: (parameters: z.output<S>) => AttackCalls,
): ListedAttack {
  return {
    bounded: true,
    needsGradient: true,
    calls: (parameters) => calls(schema.parse(parameters)),
    run: async (task, parameters) => attack(task, schema.parse(parameters)),
  }
}

/** Changes the volume without a bound and asks the victim nothing. */
function transformation<S extends z.ZodType>(schema: S, attack: Attack<z.output<S>>): ListedAttack {
  return {
    ...whiteBox(schema, attack, () => ({ predictions: 0, gradients: 0 })),
    bounded: false,
    needsGradient: false,
  }
}

function stepwise({ steps }: { steps: number }): AttackCalls {
  return { predictions: 0, gradients: steps }
}

function ascentCalls({ steps, randomStart, iterate }: AscentParameters): AttackCalls {
  return { predictions: iterate === 'best' ? (randomStart ? 2 : 1) : 0, gradients: steps }
}
