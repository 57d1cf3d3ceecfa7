import { estimateCost } from '../cost/index.ts'
import { bodiesOf } from '../captures.ts'
import type { Node, StaticGraph } from '../graph.ts'
import { describeNode, SpecialiseError } from '../specialise-error.ts'
import { defaultSpecialiseLimits, type SpecialiseLimits } from './limits.ts'
import { checkBytes } from './scope.ts'

/**
 * Refuses a graph made of a specialised one, such as its gradient, in which a tensor or the tensors alive at once are
 * above the limits. Throws a SpecialiseError 'memory-budget-exceeded'; nothing has been allocated yet.
 */
export function checkMemory(graph: StaticGraph, limits: SpecialiseLimits = defaultSpecialiseLimits): void {
  checkTensors(graph, graph.nodes, limits)
  checkLiveBytes(estimateCost(graph).liveBytesEstimate, limits)
}

/** The same for what one pass holds. */
export function checkLiveBytes(bytes: number, { liveBytes }: SpecialiseLimits): void {
  if (bytes <= liveBytes) return
  throw new SpecialiseError(
    'memory-budget-exceeded',
    `One pass holds ${bytes} bytes of activations; ${liveBytes} are allowed.`,
  )
}

function checkTensors(graph: StaticGraph, nodes: readonly Node[], limits: SpecialiseLimits): void {
  for (const node of nodes) {
    for (const name of node.outputs) {
      const type = graph.types.get(name)
      if (type !== undefined) checkBytes(describeNode(node), type, limits)
    }
    for (const body of bodiesOf(node)) checkTensors(graph, body.nodes, limits)
  }
}
