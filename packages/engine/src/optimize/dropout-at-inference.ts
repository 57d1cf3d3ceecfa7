import { type NodeRewrite, rewriteNodes } from './rewrite.ts'

/**
 * A Dropout in training mode does nothing, as at inference. A session of predictions drops the node, one of the gradient
 * would draw a mask: the gradient would not be that of what is predicted, and neither would repeat. The diagnosis of the
 * file names the node. One whose mask is read stays.
 */
const asInput: NodeRewrite = (g, node) => {
  const [x = ''] = node.inputs
  if (node.opType !== 'Dropout' || (node.outputs[1] ?? '') !== '') return undefined
  return [g.emit('Identity', [x])]
}

export const dropoutAtInference = rewriteNodes(asInput)
