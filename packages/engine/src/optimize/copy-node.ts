import type { GraphBuilder } from '../build/index.ts'
import type { Node } from '../onnx/index.ts'
import { renameInputs } from './rewrite.ts'

/**
 * Appends the node once more under fresh names, reading what has been computed again where it has. `renamed` tells
 * under which name a value stands now and gains the copy's outputs, those in `except` apart. A node of which nothing
 * is missing is not copied.
 */
export function copyNode(
  g: GraphBuilder,
  node: Node,
  renamed: Map<string, string>,
  except: ReadonlySet<string> = new Set(),
): void {
  if (node.outputs.every((name) => renamed.has(name))) return
  const next = renameInputs(node, renamed)
  const outputs = node.outputs.map((name) => (name === '' ? '' : g.declare(node.opType, g.typeOf(name))))
  g.adopt({ ...next, name: outputs.find((name) => name !== '') ?? '', outputs })
  node.outputs.forEach((name, index) => {
    const fresh = outputs[index]
    if (fresh !== undefined && fresh !== '' && !except.has(name)) renamed.set(name, fresh)
  })
}
