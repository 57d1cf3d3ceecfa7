import { bodiesOf, type Node, namesReadBy, numberValues, type StaticGraph } from '../onnx/index.ts'
import { isFloat } from '../tensor/index.ts'
import { GraphBuilder } from '../build/index.ts'
import { differentiableForm } from './differentiable-form.ts'
import { activeValues, isMagnitude } from './reverse.ts'
import { operatorVerdict, verdictReason, walkRules } from './walk-rules.ts'

/** A step between image and logits that makes the gradient an estimate, random, or absent. */
export interface GradientDiagnosis {
  readonly nodeName: string
  readonly opType: string
  readonly kind: 'straight-through' | 'argmax' | 'random' | 'training-dropout' | 'no-path'
  /** In words for the submitter. */
  readonly message: string
}

const random = new Set([
  'Bernoulli',
  'Multinomial',
  'RandomNormal',
  'RandomNormalLike',
  'RandomUniform',
  'RandomUniformLike',
])

/**
 * The steps upstream of the logits (the first output) whose true gradient is zero or which are random, in the order of
 * the graph: rounding, signs, casts to integer and back, quantisation and ArgMax on the path from the image (the first
 * input); random numbers and dropout in training mode anywhere before the logits. 'no-path' where no gradient reaches
 * the image at all. Empty for a network that is differentiable as it stands. Clipping is no finding: whether it
 * saturates depends on the image.
 */
export function gradientDiagnoses(graph: StaticGraph): readonly GradientDiagnosis[] {
  const [image] = graph.inputs
  const [logits] = graph.outputs
  if (image === undefined || logits === undefined) return []
  const g = GraphBuilder.over(graph)
  const nodes = differentiableForm(g, graph)
  const active = activeValues(g, nodes, [image.name], walkRules)
  const onPath = upstream(nodes, logits.name, passing(g, active))
  const needed = upstream(nodes, logits.name, () => true)
  // What the rewriting adds is no finding; the Hardmax that it puts in bears the name of the ArgMax.
  const own = new Set(graph.nodes.map(({ name }) => name))
  const found = nodes.flatMap((node) => [
    ...(onPath.has(node) && own.has(node.name) ? estimatesIn(g, node, active) : []),
    ...(needed.has(node) ? randomIn(g, node) : []),
  ])
  const reaches = image.name === logits.name || (active.has(logits.name) && [...onPath].some(reads(image.name)))
  return reaches ? found : [...found, ...withoutPath({ graph, nodes: [...needed].reverse(), active })]
}

const reads = (name: string) => (node: Node) => namesReadBy(node).has(name)

type Passes = (name: string, node: Node) => boolean

/** Whether a cotangent goes on from a node to a value that it reads. */
function passing(g: GraphBuilder, active: ReadonlySet<string>): Passes {
  return (name, node) => {
    if (!active.has(name)) return false
    const places = node.inputs.flatMap((input, index) => (input === name ? [index] : []))
    return places.length === 0 || places.some((index) => isMagnitude(g, walkRules, { node, name, index }))
  }
}

/** The nodes that make values of a gradient's path, or of any path, to `from`. */
function upstream(nodes: readonly Node[], from: string, passes: Passes): ReadonlySet<Node> {
  const wanted = new Set([from])
  const found = new Set<Node>()
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((name) => wanted.has(name))) continue
    found.add(node)
    for (const name of namesReadBy(node)) if (passes(name, node)) wanted.add(name)
  }
  return found
}

function diagnosis(node: Node, kind: GradientDiagnosis['kind'], says: string): GradientDiagnosis {
  const nodeName = node.name === '' ? (node.outputs[0] ?? '') : node.name
  const opType = kind === 'argmax' ? 'ArgMax' : node.opType
  return { nodeName, opType, kind, message: `${opType} (node ${nodeName}) ${says}` }
}

/** Estimates at this node or in the bodies that it carries. */
function estimatesIn(g: GraphBuilder, node: Node, active: ReadonlySet<string>): readonly GradientDiagnosis[] {
  if (!node.outputs.some((name) => active.has(name))) return []
  if (node.opType === 'Hardmax') {
    return [diagnosis(node, 'argmax', 'chooses a class before the logits; the gradient of Softmax stands in for it.')]
  }
  if (operatorVerdict(node.opType) === 'straight-through') {
    const says = `has a gradient of zero; the estimate stands in: ${verdictReason(node.opType)}.`
    return [diagnosis(node, 'straight-through', says)]
  }
  const [x = ''] = node.inputs
  const [y = ''] = node.outputs
  const rounds = (node.opType === 'Cast' || node.opType === 'CastLike') && isFloat(g.dataTypeOf(x))
  if (rounds && !isFloat(g.dataTypeOf(y)) && active.has(y)) {
    const says = `rounds to ${g.dataTypeOf(y)}, which has a gradient of zero; it is passed as if nothing were rounded.`
    return [diagnosis(node, 'straight-through', says)]
  }
  return bodiesOf(node).flatMap((body) => {
    const inputs = body.inputs.map(({ name }) => name).filter((name) => isFloat(g.dataTypeOf(name)))
    const inside = activeValues(g, body.nodes, [...active, ...inputs], walkRules)
    const onPath = body.outputs.map(({ name }) => upstream(body.nodes, name, passing(g, inside)))
    return body.nodes.flatMap((inner) => (onPath.some((some) => some.has(inner)) ? estimatesIn(g, inner, inside) : []))
  })
}

/** Random numbers and dropout at this node or in the bodies that it carries. */
function randomIn(g: GraphBuilder, node: Node): readonly GradientDiagnosis[] {
  if (random.has(node.opType)) {
    return [diagnosis(node, 'random', 'draws random numbers, so each prediction and each gradient differs.')]
  }
  if (node.opType === 'Dropout' && isTraining(g, node)) {
    const says = 'is in training mode. Export the model in evaluation mode.'
    return [diagnosis(node, 'training-dropout', says)]
  }
  return bodiesOf(node).flatMap((body) => body.nodes.flatMap((inner) => randomIn(g, inner)))
}

function isTraining(g: GraphBuilder, node: Node): boolean {
  const mode = node.inputs[2] ?? ''
  const constant = g.constantOf(mode)
  return mode !== '' && (constant === undefined || numberValues(constant)[0] !== 0)
}

/**
 * The nodes between image and logits, in `nodes`, at which the gradient's paths end: they read a value that it could
 * reach and make none. The logits themselves where nothing that makes them depends on the image.
 */
function withoutPath(request: {
  readonly graph: StaticGraph
  readonly nodes: readonly Node[]
  readonly active: ReadonlySet<string>
}): readonly GradientDiagnosis[] {
  const { graph, nodes, active } = request
  const ends = nodes.filter(
    (node) => [...namesReadBy(node)].some((name) => active.has(name)) && !node.outputs.some((name) => active.has(name)),
  )
  if (ends.length > 0) {
    return ends.map((node) => diagnosis(node, 'no-path', 'ends every path on which a gradient could reach the image.'))
  }
  const [image = '', logits = ''] = [graph.inputs[0]?.name, graph.outputs[0]?.name]
  const maker = graph.nodes.find(({ outputs }) => outputs.includes(logits))
  const message = `The output ${logits} does not depend on the input ${image}.`
  return [{ nodeName: logits, opType: maker?.opType ?? 'Constant', kind: 'no-path', message }]
}
