import { usedNames } from '../build/index.ts'
import type { StaticGraph } from '../onnx/index.ts'

/** How many nodes, and outputs of the graph, read each value; 0 is left out. */
export function readCounts(graph: StaticGraph): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of [...graph.nodes.flatMap(usedNames), ...graph.outputs.map((output) => output.name)])
    counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
