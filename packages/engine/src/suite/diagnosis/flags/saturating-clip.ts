import type { FlagRule } from '../findings.ts'

/**
 * A Clip of the intensities cuts off more than half of their range [0, 1]: voxels outside of its bounds have no gradient,
 * although a small step may bring them back inside. Evidence: the node and its share, measured by running the graph up
 * to it on a ramp of all intensities. Half, because images come windowed already: a Clip that trims what is left of the
 * tails stays far below, one that hides a network leaves a narrow band. A Clip behind weights (ReLU6) bounds features and
 * is not asked.
 */
export const saturatingClip: FlagRule = ({ reading }) => {
  const found = reading?.findings.filter(({ kind }) => kind === 'saturating-clip') ?? []
  const [first] = found
  if (!first) return undefined
  return { message: first.message, evidence: { nodes: found.length, first: `${first.opType} ${first.nodeName}` } }
}
