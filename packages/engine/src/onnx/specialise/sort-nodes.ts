import { namesReadBy } from '../captures.ts'
import type { Node } from '../graph.ts'
import { describeNode, SpecialiseError } from '../specialise-error.ts'

/** The nodes in an order in which each comes after those it reads from; the given order where it is one already. */
export function sortNodes(nodes: readonly Node[]): readonly Node[] {
  const producer = new Map<string, number>()
  for (const [index, node] of nodes.entries()) {
    for (const output of node.outputs) if (output !== '') producer.set(output, index)
  }
  const needs = nodes.map((node) => [...namesReadBy(node)].flatMap((name) => producer.get(name) ?? []))
  if (needs.every((indices, index) => indices.every((need) => need < index))) return nodes

  const sorted: Node[] = []
  const state = new Uint8Array(nodes.length)
  const [open, done] = [1, 2]
  for (let root = 0; root < nodes.length; root++) {
    const stack = [root]
    for (let index = stack.at(-1); index !== undefined; index = stack.at(-1)) {
      const node = nodes[index]
      if (node === undefined || state[index] === done) {
        stack.pop()
        continue
      }
      const waiting = (needs[index] ?? []).filter((need) => state[need] !== done)
      if (state[index] === open && waiting.length > 0) {
        throw new SpecialiseError('malformed-model', `${describeNode(node)} depends on its own output.`)
      }
      if (waiting.length > 0) {
        state[index] = open
        stack.push(...waiting.toReversed())
        continue
      }
      state[index] = done
      sorted.push(node)
      stack.pop()
    }
  }
  return sorted
}
