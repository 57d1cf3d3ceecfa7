import { estimateCost, executionOrder, type StaticGraph } from '../onnx/index.ts'
import { arenaSlack, checkpointing, lowerFinal, modelMemory, processBytes, weightCopies } from '../optimize/index.ts'
import { RuntimeError } from './runtime-error.ts'

/** How a network's gradient is computed within a budget of memory. */
export interface GradientPlan {
  /** The vector-Jacobian product, image and dz → logits and dx, lowered. */
  readonly joint: StaticGraph
  /** What the backward pass needs is kept from the forward pass; else the network runs once more for each gradient. */
  readonly keepsResiduals: boolean
  /** Parts of the forward pass that are computed again one by one (see optimize/checkpointing); 1 where none is. */
  readonly segments: number
  /** Expected resident memory of the process. */
  readonly bytes: number
}

/** More segments save little: what crosses the cuts grows with them. */
const segmentCounts = [1, 2, 3, 4, 6, 8, 12]
/** What an arena held over what is alive in execution order, SwinUNETR-48 at 96^3 in 1 to 8 segments: 1.3 to 1.65. */
const jointSlack = 1.65
/** Residuals up to this size are handed over, whatever they cost. */
const handedBytes = 2 ** 30
/**
 * Operations that take as long as handing over a byte: onnxruntime-node returns a fresh copy of every output, whose
 * pages the system has to find, clear and take back.
 */
const flopsPerByte = 200
/** Share of the budget that is planned with: what a network takes is known to some 30 %, and rather over- than underrated. */
const plannedShare = 0.9

/**
 * The fastest way to the gradient that fits `memoryBytes` of resident memory: residuals kept between two sessions (2
 * to 2.3 forward passes a step), the network run again (one pass more), or run again in segments (up to two more). Where
 * handing large residuals over takes longer than computing them again, the network runs again. `graph` is the network
 * after lowerForward, `vjp` its vector-Jacobian product. Throws a RuntimeError `memory-budget-exceeded` where none fits.
 */
export function planGradient(
  graph: StaticGraph,
  vjp: StaticGraph,
  memoryBytes = Number.POSITIVE_INFINITY,
): GradientPlan {
  const joint = lowerFinal(vjp)
  const network = lowerFinal(graph)
  const budget = memoryBytes * plannedShare
  const { gradientBytes, residualBytes } = modelMemory(network, joint)
  const kept = { joint, keepsResiduals: true, segments: 1, bytes: gradientBytes }
  const isDear = residualBytes > handedBytes && estimateCost(network).flops < flopsPerByte * residualBytes
  if (kept.bytes <= budget && !isDear) return kept
  const forwardBytes = livesInOrder(network)
  let least = kept.bytes
  for (const segments of segmentCounts) {
    const candidate = checkpointing(segments)(joint)
    const { weightBytes } = estimateCost(candidate)
    const running = arenaSlack * forwardBytes + jointSlack * livesInOrder(candidate)
    // The prediction's session and the gradient's; each keeps the memory of its largest run.
    const bytes = processBytes + (1 + 2 * weightCopies) * weightBytes + running
    if (bytes <= budget) return { joint: candidate, keepsResiduals: false, segments, bytes }
    least = Math.min(least, bytes)
    if (kept.bytes <= budget) return kept
  }
  const gibibytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1)
  throw new RuntimeError(
    'memory-budget-exceeded',
    `A gradient would take about ${gibibytes(least)} GiB of memory, however much is computed again; the budget is ${gibibytes(memoryBytes)} GiB. A smaller window or fewer channels would fit.`,
  )
}

/** Peak of the activations alive at once, in bytes, in the order in which ONNX Runtime runs the graph. */
function livesInOrder(graph: StaticGraph): number {
  return estimateCost({ ...graph, nodes: executionOrder(graph) }).liveBytesEstimate
}
