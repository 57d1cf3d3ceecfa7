import { gradientDiagnoses } from '@voxproof/engine/differentiate'
import type { StaticGraph } from '@voxproof/engine/onnx'
import { type AttackableModel, clippedShares } from '@voxproof/engine/runtime'
import { findingLimit, type Inspected, type InspectRequest, type SandboxReply } from '../protocol/index.ts'
import { checkGradient, type GradientCheck } from './gradient-check.ts'
import { randomSource, randomVolume } from './random-volume.ts'
import { rejected } from './rejection-reply.ts'

/** What an inspection says of the gradient. */
export type GradientReading = Pick<Inspected, 'gradient' | 'gradientObstacle' | 'gradientFindings' | 'gradientCheck'>

type Finding = Inspected['gradientFindings'][number]

/**
 * Tries a model on a random volume: whether there is a gradient, what hides it, whether it agrees with differences of
 * the output. A rejection where the output is not finite; every other doubt is a finding.
 */
export async function readGradient(
  opened: AttackableModel,
  given: { readonly graph: StaticGraph; readonly file: Uint8Array; readonly request: InspectRequest },
): Promise<GradientReading | SandboxReply> {
  const { model } = opened
  const { graph, file, request } = given
  const random = randomSource(request.seed)
  const x = randomVolume(model.channelCount, model.windowShape, random)
  const logits = await model.forward(x)
  const wrong = logits.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0) {
    return rejected(
      'non-finite-output',
      `The output holds ${logits[wrong]} for an input within [0, 1]; finite logits are expected.`,
    )
  }
  if (opened.gradient === 'none') {
    return { gradient: 'none', gradientObstacle: opened.reason.slice(0, 2000), gradientFindings: findingsOf(graph) }
  }
  const image = { shape: [1, model.channelCount, ...model.windowShape], data: x }
  const clips = await clippedShares(graph, { ...request.runtime, file, image })
  return {
    gradient: 'available',
    gradientFindings: [...findingsOf(graph), ...clips.flatMap(saturation)].slice(0, findingLimit),
    gradientCheck: printable(await checkGradient(model, x, logits, random)),
  }
}

function findingsOf(graph: StaticGraph): Finding[] {
  return gradientDiagnoses(graph)
    .slice(0, findingLimit)
    .map(({ kind, opType, nodeName, message }) => fitting({ kind, opType, nodeName, message }))
}

/** Above this share most voxels have no gradient of their own. A window that only trims the tails stays far below. */
const saturatedShare = 0.5

function saturation({ nodeName, opType, share }: { nodeName: string; opType: string; share: number }): Finding[] {
  if (share <= saturatedShare) return []
  const says = `cuts off ${Math.round(100 * share)} % of the intensities of a random volume; their gradient is zero.`
  return [fitting({ kind: 'saturating-clip', opType, nodeName, message: `${opType} (node ${nodeName}) ${says}` })]
}

/** A gradient that overflows agrees with nothing; what is not finite cannot be written down. */
function printable({ agrees, claimed, measured }: GradientCheck): Inspected['gradientCheck'] {
  return {
    agrees,
    claimed: Number.isFinite(claimed) ? claimed : 0,
    measured: measured.filter(({ slope }) => Number.isFinite(slope)),
  }
}

/** Names in a file may be of any length. */
function fitting({ kind, opType, nodeName, message }: Finding): Finding {
  return { kind, opType: opType.slice(0, 120), nodeName: nodeName.slice(0, 400), message: message.slice(0, 2000) }
}
