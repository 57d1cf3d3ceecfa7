import type { FlagRule } from '../findings.ts'

/**
 * The network rounds, quantises or decides (ArgMax, Sign) upstream of the logits, where the true gradient is zero;
 * attacks go on with a straight-through estimate (BPDA; Athalye et al., ICML 2018). Evidence: the nodes, from the graph.
 * One node is enough: it zeroes everything behind it.
 */
export const straightThrough: FlagRule = ({ reading }) => {
  const found = reading?.findings.filter(({ kind }) => kind === 'straight-through' || kind === 'argmax') ?? []
  const [first] = found
  if (!first) return undefined
  const more = found.length > 1 ? ` ${found.length - 1} more such nodes.` : ''
  return {
    message: `The gradient is an estimate. ${first.message}${more}`,
    evidence: { nodes: found.length, first: `${first.opType} ${first.nodeName}` },
  }
}
