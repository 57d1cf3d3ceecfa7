import type { FlagRule } from '../findings.ts'

/**
 * A Clip of the intensities cuts off more than half of a random volume's: voxels outside of its bounds have no gradient,
 * although a small step may bring them back inside. Evidence: the node and its share, measured by running the graph up
 * to it. Half, because a window that trims the tails of a scanner's range stays below a tenth, and one that hides a
 * network leaves next to nothing. A Clip behind weights (ReLU6) bounds features and is not asked.
 */
export const saturatingClip: FlagRule = ({ reading }) => {
  const found = reading?.findings.filter(({ kind }) => kind === 'saturating-clip') ?? []
  const [first] = found
  if (!first) return undefined
  return { message: first.message, evidence: { nodes: found.length, first: `${first.opType} ${first.nodeName}` } }
}
