import { checkMemory, type StaticGraph } from '../onnx/index.ts'
import { GraphBuilder } from '../build/index.ts'
import { type GraphLoss, lossNodes } from './loss-nodes.ts'
import { differentiableForm } from './differentiable-form.ts'
import { reverseWalk } from './reverse.ts'
import { walkRules } from './walk-rules.ts'

const walk = reverseWalk(walkRules)

/**
 * The graph of one attack step's numbers. Inputs: the image of `graph`, then `labels` (uint8, [B, D, H, W]). Outputs:
 * the loss (a scalar), dL/dx of the image's shape, and the logits; the last costs nothing where it is not fetched.
 * Throws a NoGradientRuleError at an operator without a rule, a SpecialiseError where it would need too much memory.
 */
export function deriveLossGradient(graph: StaticGraph, loss: GraphLoss): StaticGraph {
  const [image] = graph.inputs
  const [logits] = graph.outputs
  if (image === undefined || logits === undefined) throw new Error('A graph without input or output has no gradient.')
  const g = GraphBuilder.over(graph)
  const nodes = differentiableForm(g, graph)
  g.restart(nodes)
  const [batch = 1, , ...space] = g.shapeOf(logits.name)
  const labels = g.declare('labels', { dataType: 'uint8', shape: [batch, ...space] }, g.freshName('labels'))
  const { loss: value, dz } = lossNodes[loss](g, logits.name, labels)
  const cotangents = walk({ graph: g, nodes, seeds: new Map([[logits.name, dz]]), wanted: [image.name] })
  const dx = g.emit('Identity', [cotangents.get(image.name) ?? g.zerosLike(image.name)])
  return affordable(g.finish(`${graph.name}-${loss}`, [image.name, labels], [value, dx, logits.name]))
}

export interface VjpOptions {
  /** Values to differentiate with respect to; the first graph input where absent. */
  readonly wanted?: readonly string[]
  /** The value whose cotangent is given; the first graph output where absent. */
  readonly from?: string
}

/**
 * The graph of the vector-Jacobian product. Inputs: those of `graph`, then `dz` (the cotangent of the output, of its
 * shape). Outputs: the output itself, then one cotangent for each wanted value, of its shape (zeros where the output
 * does not depend on it). Plain ONNX of the same opset. Throws a NoGradientRuleError at an operator without a rule, a
 * SpecialiseError where it would need too much memory.
 */
export function deriveVjp(graph: StaticGraph, options: VjpOptions = {}): StaticGraph {
  const from = options.from ?? graph.outputs[0]?.name
  const wanted = options.wanted ?? graph.inputs.slice(0, 1).map((input) => input.name)
  if (from === undefined) throw new Error('A graph without outputs has no gradient.')
  const builder = GraphBuilder.over(graph)
  const nodes = differentiableForm(builder, graph)
  builder.restart(nodes)
  const dz = builder.declare('dz', builder.typeOf(from), builder.freshName('dz'))
  const cotangents = walk({ graph: builder, nodes, seeds: new Map([[from, dz]]), wanted })
  // A fresh Identity each: an output may be an input or a value that is used twice.
  const outputs = wanted.map((name) => builder.emit('Identity', [cotangents.get(name) ?? builder.zerosLike(name)]))
  const inputs = [...graph.inputs.map((input) => input.name), dz]
  return affordable(builder.finish(`${graph.name}-vjp`, inputs, [from, ...outputs]))
}

/** A backward pass may hold far more than the forward pass does: a Loop's states of every step, say. */
function affordable(graph: StaticGraph): StaticGraph {
  checkMemory(graph)
  return graph
}
