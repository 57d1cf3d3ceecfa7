import { createHash } from 'node:crypto'
import {
  type GradientCheck,
  type GradientFinding,
  type GradientReading,
  gradientDiagnoses,
} from '../differentiate/index.ts'
import { outputRange } from '../inference/index.ts'
import type { StaticGraph } from '../onnx/index.ts'
import { type ClippedShare, clippedShares } from './clipped-shares.ts'
import { checkGradient } from './gradient-check.ts'
import type { AttackableModel } from './open-for-attack.ts'
import { randomSource, randomVolume } from './random-volume.ts'
import type { SessionOptions } from './session.ts'

export interface ReadingRequest extends SessionOptions {
  /** The file's graph at the model's window. */
  readonly graph: StaticGraph
  readonly file: Uint8Array
}

/** The first value of the logits that is not finite, or what was found. */
export type ReadingOutcome =
  | { readonly kind: 'read'; readonly reading: GradientReading }
  | { readonly kind: 'non-finite'; readonly value: number }

/** Findings that are listed; further ones of a large network say the same. */
const findingLimit = 50

/**
 * Tries a model on a random volume: whether there is a gradient, which nodes hide it, whether it agrees with differences
 * of the output. The volume depends on the file alone, so that a second reading finds the same and nobody prepares for
 * it. Throws a RuntimeError.
 */
export async function readGradient(opened: AttackableModel, request: ReadingRequest): Promise<ReadingOutcome> {
  const { model } = opened
  const { graph, file } = request
  const random = randomSource(createHash('sha256').update('validation ').update(file).digest().readUInt32LE(0))
  const x = randomVolume(model.channelCount, model.windowShape, random)
  const logits = await model.forward(x)
  const value = logits.find((logit) => !Number.isFinite(logit))
  if (value !== undefined) return { kind: 'non-finite', value }
  const output = outputRange({ shape: [1, model.classCount], data: logits })
  const structural = gradientDiagnoses(graph).map(fitting)
  if (opened.gradient === 'none') {
    const findings = structural.slice(0, findingLimit)
    const obstacle = opened.reason.slice(0, messageLimit)
    return { kind: 'read', reading: { gradient: 'none', obstacle, findings, output } }
  }
  // Every intensity of [0, 1] equally often, so that a share of the voxels is one of the range.
  const image = { shape: [1, model.channelCount, ...model.windowShape], data: x.map((_, i) => i / (x.length - 1)) }
  const clips = await clippedShares(graph, { ...request, image })
  const findings = [...clips.flatMap(saturation), ...structural].slice(0, findingLimit)
  const check = printable(await checkGradient(model, x, logits, random))
  return { kind: 'read', reading: { gradient: 'available', findings, output, check } }
}

/** Above this share most intensities have no gradient of their own. A window that only trims the tails stays far below. */
const saturatedShare = 0.5

function saturation({ nodeName, opType, share }: ClippedShare): GradientFinding[] {
  if (share <= saturatedShare) return []
  const says = `cuts off ${Math.round(100 * share)} % of the intensities; their gradient is zero.`
  return [fitting({ kind: 'saturating-clip', opType, nodeName, message: `${opType} (node ${nodeName}) ${says}` })]
}

/** A gradient that overflows agrees with nothing; what is not finite cannot be written down. */
function printable({ claimed, measured, ...check }: GradientCheck): GradientCheck {
  return {
    ...check,
    claimed: Number.isFinite(claimed) ? claimed : 0,
    measured: measured.filter(({ slope }) => Number.isFinite(slope)),
  }
}

const messageLimit = 2000

/** Names in a file may be of any length. */
function fitting({ kind, opType, nodeName, message }: GradientFinding): GradientFinding {
  return {
    kind,
    opType: opType.slice(0, 120),
    nodeName: nodeName.slice(0, 400),
    message: message.slice(0, messageLimit),
  }
}
