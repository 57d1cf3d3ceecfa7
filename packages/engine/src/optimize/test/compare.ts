import { type AttributeValues, GraphBuilder } from '../../build/index.ts'
import { encodeModel, type StaticGraph } from '../../onnx/index.ts'
import { openSession } from '../../runtime/index.ts'
import { type Shape, sizeOf } from '../../tensor/index.ts'
import type { GraphRewrite } from '../rewrite.ts'

/** Seeded numbers in [-1, 1). */
export function noise(shape: Shape, seed: number): Float32Array {
  let state = (seed * 2654435761) >>> 0
  return Float32Array.from({ length: sizeOf(shape) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  })
}

export interface SmallGraph {
  readonly opType: string
  /** The first is the graph's input, the others are constants; undefined = absent. */
  readonly shapes: readonly (Shape | undefined)[]
  readonly attributes: AttributeValues
  readonly opset?: number
}

/** One operator in a graph of its own, its further operands random constants. */
export function smallGraph({ opType, shapes, attributes, opset = 21 }: SmallGraph): StaticGraph {
  const empty = {
    name: 'g',
    inputs: [],
    outputs: [],
    nodes: [],
    initializers: new Map(),
    valueInfo: new Map(),
    opset,
    types: new Map(),
  }
  const g = GraphBuilder.over(empty)
  const x = g.declare('x', { dataType: 'float32', shape: shapes[0] ?? [] }, 'x')
  const rest = shapes
    .slice(1)
    .map((shape, index) => (shape === undefined ? '' : g.constant('float32', shape, noise(shape, index + 2))))
  return g.finish('g', ['x'], [g.emit(opType, [x, ...rest], attributes)])
}

async function run(graph: StaticGraph, feeds: Readonly<Record<string, Float32Array>>): Promise<Float32Array[]> {
  const bytes = encodeModel({ graph, opsets: new Map([['', graph.opset]]), irVersion: graph.opset < 23 ? 10 : 13 })
  const session = await openSession(bytes, { threads: 1 }, 'a graph under test')
  const names = graph.outputs.map(({ name }) => name)
  const given = Object.fromEntries(
    Object.entries(feeds).map(([name, data]) => [name, { data, shape: graph.types.get(name)?.shape ?? [] }]),
  )
  const results = await session.run(given, names)
  await session.close()
  return names.map((name) => results[name]?.data ?? new Float32Array())
}

/** The largest difference of any output, over the largest absolute value, between a graph and its rewritten form. */
export async function differenceAfter(rewrite: GraphRewrite, graph: StaticGraph): Promise<number> {
  const feeds = Object.fromEntries(
    graph.inputs.map(({ name }, index) => [name, noise(graph.types.get(name)?.shape ?? [], index + 1)]),
  )
  const [before, after] = [await run(graph, feeds), await run(rewrite(graph), feeds)]
  const largest = Math.max(1e-6, ...before.map((values) => values.reduce((m, v) => Math.max(m, Math.abs(v)), 0)))
  return Math.max(
    ...before.map((values, output) => {
      const others = after[output] ?? new Float32Array()
      if (others.length !== values.length) return Number.POSITIVE_INFINITY
      return values.reduce((m, v, index) => Math.max(m, Math.abs(v - (others[index] ?? Number.NaN))), 0) / largest
    }),
  )
}
