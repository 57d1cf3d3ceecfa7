import { attacks, awayFrom, linfBall, losses, randomSource, type Victim } from '../../attacks/index.ts'
import { outputRange } from '../../inference/index.ts'
import { predictedClasses } from '../../metrics/index.ts'
import type { FloatTensor } from '../../tensor/index.ts'
import type { GradientAvailability } from '../part-groups.ts'
import type { PartRequest } from '../part-request.ts'
import { diceOfPrediction, rankingDice } from '../score-volume.ts'
import type { DiagnosisEvidence } from './evidence.ts'
import { measureSlopes } from './measure-slopes.ts'

/** In 1/255. A quarter of the intensity range: organs disappear to the eye before that. */
const collapseEpsilon = 64
const collapseSteps = 20

/**
 * Measures on one case what tells whether the gradient can be trusted: the range of the output, whether two predictions
 * agree, whether the gradient agrees with differences of the output and where it vanishes, and whether APGD within 64/255
 * brings the prediction down. Random directions derive from suite, dataset and case.
 */
export async function diagnose(request: PartRequest): Promise<DiagnosisEvidence> {
  const { suite, victim, image, datasetId, caseKey, gradient } = request
  const logits = await victim.logits(image)
  const again = await victim.logits(image)
  const evidence = { output: outputRange(logits), repeat: differenceOf(logits, again) }
  if (gradient === 'none') return evidence
  request.signal?.throwIfAborted()
  const random = randomSource([suite.seed, suite.id, datasetId, caseKey, 'diagnosis'])
  const { slopes, zeroGradientShare } = await measureSlopes({ victim, image, logits, random, signal: request.signal })
  return { ...evidence, slopes, zeroGradientShare, collapse: await collapse(request, victim, logits) }
}

/** Predictions and gradients of the whole volume that `diagnose` asks for. */
export function diagnosisCalls(gradient: GradientAvailability): {
  readonly predictions: number
  readonly gradients: number
} {
  return gradient === 'none' ? { predictions: 2, gradients: 0 } : { predictions: 29, gradients: 21 }
}

async function collapse(
  request: PartRequest,
  victim: Victim,
  logits: FloatTensor,
): Promise<DiagnosisEvidence['collapse']> {
  const { suite, image, label, datasetId, caseKey, signal } = request
  const epsilon = collapseEpsilon / 255
  const clean = rankingDice(logits, request)
  const { adversarial } = await attacks.apgd.run(
    {
      victim,
      clean: image,
      aim: awayFrom(label.data),
      loss: losses.dicece,
      ball: linfBall(epsilon),
      random: randomSource([suite.seed, suite.id, datasetId, caseKey, 'collapse']),
      damage: (attacked, prediction = predictedClasses(attacked)) => 1 - diceOfPrediction(prediction, request),
      onProgress: ({ step, steps }) =>
        request.onProgress?.({ entry: 'diagnosis', fraction: step / (steps + 1), step, steps }),
      signal,
    },
    { steps: collapseSteps },
  )
  return { epsilon: collapseEpsilon, clean, attacked: rankingDice(await victim.logits(adversarial), request) }
}

function differenceOf(first: FloatTensor, second: FloatTensor): DiagnosisEvidence['repeat'] {
  let [largestDifference, sum, squares] = [0, 0, 0]
  for (let i = 0; i < first.data.length; i++) {
    const value = first.data[i] as number
    largestDifference = Math.max(largestDifference, Math.abs(value - (second.data[i] as number)))
    sum += value
    squares += value * value
  }
  const mean = sum / first.data.length
  const variance = Math.max(0, squares / first.data.length - mean * mean)
  return { largestDifference: finite(largestDifference), deviation: finite(Math.sqrt(variance)) }
}

/** JSON knows no infinity; what overflows is flagged as such by the scores. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : 0
}
