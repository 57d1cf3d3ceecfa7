import { divide, multiply, negate, range, reshape, sumOver } from '../../build/index.ts'
import { attribute, input, type RuleContext } from '../rule.ts'
import { throughExpansion } from './expansion.ts'

/** -weight[t] logp[t] at the labels t, 0 where t is ignored; then none, sum, or the mean weighted by the weights. */
function negativeLogLikelihood(context: RuleContext, logs: string): string {
  const { graph: g, x, node } = context
  const labels = input(context, 1)
  const type = g.dataTypeOf(labels)
  const ignored = node.attributes['ignore_index']
  const isIgnored = ignored?.kind === 'int' ? g.emit('Equal', [labels, g.scalar(ignored.value, type)]) : undefined
  const safe = isIgnored === undefined ? labels : g.emit('Where', [isIgnored, g.scalar(0, type), labels])
  const places = g.shapeOf(labels)
  const [batch = 1, ...space] = places
  const taken = reshape(
    g,
    g.emit('GatherElements', [logs, reshape(g, safe, [batch, 1, ...space])], { axis: 1 }),
    places,
  )
  const table = x[2] ?? ''
  const all = table === '' ? g.filled(places, 1) : g.emit('Gather', [table, safe], { axis: 0 })
  const weights = isIgnored === undefined ? all : g.emit('Where', [isIgnored, g.scalar(0), all])
  const losses = negate(g, multiply(g, taken, weights))
  const reduction = attribute.string(context, 'reduction', 'mean')
  if (reduction === 'none') return losses
  const total = sumOver(g, losses, range(places.length), false)
  return reduction === 'sum' ? total : divide(g, total, sumOver(g, weights, range(places.length), false))
}

/** Of log-probabilities [N, C, ...] at labels [N, ...]. */
export const negativeLogLikelihoodLoss = throughExpansion((context) => [
  negativeLogLikelihood(context, input(context, 0)),
])

/** The same of scores through LogSoftmax over the classes; the log-probabilities are the second output. */
export const softmaxCrossEntropyLoss = throughExpansion((context) => {
  const logs = context.graph.emit('LogSoftmax', [input(context, 0)], { axis: 1 })
  return [negativeLogLikelihood(context, logs), logs]
})
