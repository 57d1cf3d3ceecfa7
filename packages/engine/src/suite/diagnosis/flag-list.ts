import type { FlagRule } from './findings.ts'
import { blackBoxBeatsWhiteBox } from './flags/black-box-beats-white-box.ts'
import { curveNotFalling } from './flags/curve-not-falling.ts'
import { fgsmBeatsIterated } from './flags/fgsm-beats-iterated.ts'
import { gradientDisagrees } from './flags/gradient-disagrees.ts'
import { noCollapse } from './flags/no-collapse.ts'
import { noGradientPath } from './flags/no-gradient-path.ts'
import { noiseAsHarmful } from './flags/noise-as-harmful.ts'
import { nonFiniteOutput } from './flags/non-finite-output.ts'
import { notDeterministic } from './flags/not-deterministic.ts'
import { probabilitiesOutput } from './flags/probabilities-output.ts'
import { queryOnly } from './flags/query-only.ts'
import { restartsDisagree } from './flags/restarts-disagree.ts'
import { saturatingClip } from './flags/saturating-clip.ts'
import { straightThrough } from './flags/straight-through.ts'
import { trainingDropout } from './flags/training-dropout.ts'
import { zeroGradient } from './flags/zero-gradient.ts'

/** What a flag says of the gradient: that it may hide the model's weakness, that there is none, or nothing. */
type Meaning = 'masking' | 'query-only' | 'note'

/** Every flag that an evaluation may raise, by its published code. */
export const flagRules = {
  'query-only': { meaning: 'query-only', rule: queryOnly },
  'straight-through': { meaning: 'masking', rule: straightThrough },
  'no-gradient-path': { meaning: 'masking', rule: noGradientPath },
  'saturating-clip': { meaning: 'masking', rule: saturatingClip },
  'not-deterministic': { meaning: 'masking', rule: notDeterministic },
  'training-dropout': { meaning: 'note', rule: trainingDropout },
  'gradient-disagrees': { meaning: 'masking', rule: gradientDisagrees },
  'zero-gradient': { meaning: 'masking', rule: zeroGradient },
  'probabilities-output': { meaning: 'masking', rule: probabilitiesOutput },
  'fgsm-beats-apgd': { meaning: 'masking', rule: fgsmBeatsIterated },
  'black-box-beats-white-box': { meaning: 'masking', rule: blackBoxBeatsWhiteBox },
  'epsilon-curve-not-falling': { meaning: 'masking', rule: curveNotFalling },
  'no-collapse-at-64': { meaning: 'masking', rule: noCollapse },
  'noise-as-harmful-as-attack': { meaning: 'masking', rule: noiseAsHarmful },
  'restarts-disagree': { meaning: 'masking', rule: restartsDisagree },
  'non-finite-output': { meaning: 'note', rule: nonFiniteOutput },
} as const satisfies Record<string, { readonly meaning: Meaning; readonly rule: FlagRule }>

export type FlagCode = keyof typeof flagRules
export const flagCodes = Object.keys(flagRules) as readonly FlagCode[]
