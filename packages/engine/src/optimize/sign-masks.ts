import type { GraphBuilder } from '../build/index.ts'
import { floatValues, type Node, type StaticGraph } from '../onnx/index.ts'
import { sameShape } from '../tensor/index.ts'
import { type GraphRewrite, rewriteNodes } from './rewrite.ts'

/** A factor that takes every float32 of practical size beyond 1. */
export const steep = 1e30

function scalarValue(g: GraphBuilder, name: string): number | undefined {
  const constant = g.constantOf(name)
  return constant !== undefined && constant.dataType === 'float32' && constant.bytes.length === 4
    ? floatValues(constant)[0]
    : undefined
}

/** x where the node tests x > 0, else undefined. */
function testedForSign(g: GraphBuilder, node: Node | undefined): string | undefined {
  if (node?.opType !== 'Greater') return undefined
  const [x = '', bound = ''] = node.inputs
  return scalarValue(g, bound) === 0 && g.dataTypeOf(x) === 'float32' ? x : undefined
}

/**
 * The gradients of Relu and LeakyRelu choose by the sign of x: Where(x > 0, dy, a dy). As dy · clip(1e30 x, a, 1), or
 * dy · clip(1e30 x, 0, 1) with HardSigmoid, they run in half the time. They differ for 0 < x < 1e-30 only, and where dy
 * is infinite.
 */
export const signMasks: GraphRewrite = (graph: StaticGraph) => {
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  return rewriteNodes((g, node) => {
    if (node.opType !== 'Where') return undefined
    const [condition = '', dy = '', otherwise = ''] = node.inputs
    const x = testedForSign(g, producers.get(condition))
    if (x === undefined || !sameShape(g.shapeOf(x), g.shapeOf(dy))) return undefined
    if (scalarValue(g, otherwise) === 0) {
      const attributes = { alpha: { kind: 'float', value: steep }, beta: { kind: 'float', value: 0 } } as const
      return [g.emit('Mul', [dy, g.emit('HardSigmoid', [x], attributes)])]
    }
    const scaled = producers.get(otherwise)
    const slope =
      scaled?.opType === 'Mul' && scaled.inputs[0] === dy ? scalarValue(g, scaled.inputs[1] ?? '') : undefined
    if (slope === undefined || slope < 0 || slope > 1) return undefined
    const steeper = g.emit('Mul', [x, g.scalar(steep)])
    return [g.emit('Mul', [dy, g.emit('Clip', [steeper, g.scalar(slope), g.scalar(1)])])]
  })(graph)
}
