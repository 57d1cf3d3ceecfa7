import type { FlagRule } from '../findings.ts'

/**
 * The network was exported in training mode. Its Dropout nodes are run as at inference, where they do nothing, so that
 * predictions repeat; whoever runs the file elsewhere may see other results. Evidence: the nodes, from the graph. No sign
 * of masking.
 */
export const trainingDropout: FlagRule = ({ reading }) => {
  const found = reading?.findings.filter(({ kind }) => kind === 'training-dropout') ?? []
  const [first] = found
  if (!first) return undefined
  const message = `${found.length} Dropout nodes, ${first.nodeName} the first, are in training mode; they were run as at inference. Export the model in evaluation mode.`
  return { message, evidence: { nodes: found.length, first: first.nodeName } }
}
