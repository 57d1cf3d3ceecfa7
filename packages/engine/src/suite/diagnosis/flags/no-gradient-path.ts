import type { FlagRule } from '../findings.ts'

/**
 * No path on which a gradient could flow leads from the image to the logits: they are made of positions or comparisons.
 * Evidence: the nodes that end the paths, from the graph. No threshold.
 */
export const noGradientPath: FlagRule = ({ reading }) => {
  const found = reading?.findings.filter(({ kind }) => kind === 'no-path') ?? []
  const [first] = found
  if (!first) return undefined
  return {
    message: `No gradient reaches the image. ${first.message}`,
    evidence: { nodes: found.length, first: `${first.opType} ${first.nodeName}` },
  }
}
