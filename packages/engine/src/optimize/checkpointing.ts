import { GraphBuilder, usedNames } from '../build/index.ts'
import type { Node, StaticGraph } from '../onnx/index.ts'
import { copyNode } from './copy-node.ts'
import { lateAuxiliaries } from './late-auxiliaries.ts'
import { passesOf } from './passes.ts'
import { type GraphRewrite, renameInputs } from './rewrite.ts'
import { valueBytes } from './value-bytes.ts'

/** Values below this size are kept: they are not worth a node. */
const smallestBytes = 2 ** 16
/** What these make is another value each time. */
const random = new Set([
  'RandomNormal',
  'RandomNormalLike',
  'RandomUniform',
  'RandomUniformLike',
  'Bernoulli',
  'Multinomial',
])

/**
 * Recomputation by segments (Chen et al., "Training deep nets with sublinear memory cost", arXiv 1604.06174): the
 * forward pass is cut into `segments` parts, what crosses a cut is kept, and everything else that the backward pass
 * reads is computed again from it, part by part, when the backward pass comes to it. It costs up to one more forward
 * pass. For finished graphs: whatever merges equal nodes afterwards undoes it.
 */
export function checkpointing(segments: number): GraphRewrite {
  return (graph) => {
    const passes = passesOf(graph)
    if (passes === undefined || segments < 2) return graph
    const forward = graph.nodes.filter((node) => passes.forward.has(node))
    const late = graph.nodes.filter((node) => !passes.forward.has(node))
    const readLate = new Set(late.flatMap(usedNames))
    const kept = keptValues(graph, forward, readLate, segments)
    const again = nodesToRepeat(graph, forward, readLate, kept)
    if (again.size === 0) return graph
    const g = GraphBuilder.over(graph)
    g.restart(forward)
    const renamed = new Map<string, string>()
    for (const node of forward) if (again.has(node)) copyNode(g, node, renamed, kept)
    for (const node of late) g.adopt(renameInputs(node, renamed))
    const names = (values: StaticGraph['inputs']) => values.map(({ name }) => name)
    return lateAuxiliaries(g.finish(graph.name, names(graph.inputs), names(graph.outputs)))
  }
}

/** What need not be computed again: small values, the graph's outputs, what crosses a cut, the last segment's values. */
function keptValues(
  graph: StaticGraph,
  forward: readonly Node[],
  readLate: ReadonlySet<string>,
  segments: number,
): ReadonlySet<string> {
  const bytes = (name: string): number => valueBytes(graph, name)
  const lastReader = new Map<string, number>()
  for (const [index, node] of forward.entries()) for (const name of usedNames(node)) lastReader.set(name, index)
  const cuts = placeCuts(forward, lastReader, readLate, { bytes, segments })
  const lastCut = cuts.at(-1) ?? 0
  const kept = new Set(graph.outputs.map(({ name }) => name))
  for (const [index, node] of forward.entries()) {
    for (const name of node.outputs) {
      const crosses = cuts.some((cut) => index < cut && cut <= (lastReader.get(name) ?? index))
      if (crosses || index >= lastCut || bytes(name) < smallestBytes || random.has(node.opType)) kept.add(name)
    }
  }
  return kept
}

/**
 * Where the segments begin, as indices into the forward pass: near equal shares of what the backward pass reads, each at
 * the place nearby where the least memory crosses.
 */
function placeCuts(
  forward: readonly Node[],
  lastReader: ReadonlyMap<string, number>,
  readLate: ReadonlySet<string>,
  { bytes, segments }: { readonly bytes: (name: string) => number; readonly segments: number },
): number[] {
  const change = new Float64Array(forward.length + 2)
  const before = new Float64Array(forward.length + 1)
  for (const [index, node] of forward.entries()) {
    let residual = 0
    for (const name of node.outputs) {
      if (readLate.has(name)) residual += bytes(name)
      const last = lastReader.get(name) ?? index
      change[index + 1] = (change[index + 1] as number) + bytes(name)
      change[last + 1] = (change[last + 1] as number) - bytes(name)
    }
    before[index + 1] = (before[index] as number) + residual
  }
  let alive = 0
  const crossing = change.map((by) => (alive += by))
  const total = before[forward.length] as number
  const cuts: number[] = []
  for (let segment = 1; segment < segments; segment++) {
    let best: number | undefined
    for (let cut = (cuts.at(-1) ?? 0) + 1; cut < forward.length; cut++) {
      const share = ((before[cut] as number) / total) * segments
      if (share < segment - 0.5 || share > segment + 0.5) continue
      if (best === undefined || (crossing[cut] as number) < (crossing[best] as number)) best = cut
    }
    if (best !== undefined) cuts.push(best)
  }
  return cuts
}

/** The forward nodes that make what the backward pass reads from what is kept. */
function nodesToRepeat(
  graph: StaticGraph,
  forward: readonly Node[],
  readLate: ReadonlySet<string>,
  kept: ReadonlySet<string>,
): ReadonlySet<Node> {
  const isGiven = (name: string): boolean => kept.has(name) || graph.initializers.has(name)
  const wanted = new Set([...readLate].filter((name) => !isGiven(name)))
  const again = new Set<Node>()
  for (const node of forward.toReversed()) {
    if (!node.outputs.some((name) => wanted.has(name))) continue
    again.add(node)
    for (const name of usedNames(node)) if (!isGiven(name)) wanted.add(name)
  }
  return again
}
