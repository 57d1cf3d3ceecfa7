import { encodeModel, type StaticGraph } from '../../onnx/index.ts'
import { openSession } from '../../runtime/index.ts'
import { sizeOf } from '../../tensor/index.ts'
import { deriveVjp } from '../derive-vjp.ts'
import { GraphBuilder } from '../../build/index.ts'
import type { CaseInput, RuleCase } from './rule-case.ts'

/** A small linear congruential sequence in [0, 1): the values of a case must not change between runs. */
function sequence(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function elementsOf(input: CaseInput, next: () => number): number[] {
  const [low, high] = input.range ?? [-1, 1]
  return input.values
    ? [...input.values]
    : Array.from({ length: sizeOf(input.shape) }, () => low + (high - low) * next())
}

const emptyGraph = (opset: number): StaticGraph => ({
  name: 'case',
  inputs: [],
  outputs: [],
  nodes: [],
  initializers: new Map(),
  valueInfo: new Map(),
  opset,
  types: new Map(),
})

interface Operand {
  readonly name: string
  readonly input: CaseInput
  readonly data: number[]
}

/** The operator alone in a graph, with the operands that vary as graph inputs. */
function graphOf(ruleCase: RuleCase): { graph: StaticGraph; operands: Operand[] } {
  const builder = GraphBuilder.over(emptyGraph(ruleCase.opset ?? 21))
  const next = sequence(7)
  const operands: Operand[] = []
  const names = ruleCase.inputs.map((input, index) => {
    if (input === undefined) return ''
    const data = elementsOf(input, next)
    const dataType = input.dataType ?? 'float32'
    if (input.isConstant === true) return builder.constant(dataType, input.shape, data)
    const name = builder.declare(`x${index}`, { dataType, shape: input.shape }, `x${index}`)
    operands.push({ name, input, data })
    return name
  })
  const outputs = builder.emitAll(ruleCase.opType, names, ruleCase.attributes ?? {}, ruleCase.outputCount ?? 1)
  return {
    graph: builder.finish(
      'case',
      operands.map(({ name }) => name),
      outputs,
    ),
    operands,
  }
}

const encode = (graph: StaticGraph) =>
  encodeModel({ graph, opsets: new Map([['', graph.opset]]), irVersion: graph.opset < 23 ? 10 : 13 })

export interface RuleCheck {
  readonly input: string
  /** ||gradient - differences|| / max(||differences||, 1e-3). */
  readonly error: number
  readonly gradient: readonly number[]
  readonly differences: readonly number[]
}

const norm = (list: readonly number[]) => Math.hypot(...list)

/**
 * Derives the gradient of one operator and compares it, for every float operand, with central differences of
 * L = sum over outputs of <dz, y>, both computed by ONNX Runtime in float32 and summed in float64.
 */
export async function checkRule(ruleCase: RuleCase): Promise<RuleCheck[]> {
  const { graph, operands } = graphOf(ruleCase)
  const from = graph.outputs[0]?.name ?? ''
  const wanted = operands.map(({ name }) => name)
  const joint = deriveVjp(graph, { wanted, from })
  const dzName = joint.inputs.at(-1)?.name ?? ''
  const dzShape = graph.types.get(from)?.shape ?? []
  const next = sequence(11)
  const dz = Float32Array.from({ length: sizeOf(dzShape) }, () => next() - 0.4)
  const feeds = Object.fromEntries(
    operands.map(({ name, input, data }) => [name, { shape: input.shape, data: Float32Array.from(data) }]),
  )
  const forward = await openSession(encode(graph), { threads: 1 }, ruleCase.opType)
  const backward = await openSession(encode(joint), { threads: 1 }, `the gradient of ${ruleCase.opType}`)
  const outputs = joint.outputs.slice(1).map(({ name }) => name)
  const used = new Set(backward.inputs.map(({ name }) => name))
  const given = Object.fromEntries(
    Object.entries({ ...feeds, [dzName]: { shape: dzShape, data: dz } }).filter(([name]) => used.has(name)),
  )
  const gradients = await backward.run(given, outputs)
  const loss = async (): Promise<number> => {
    const y = (await forward.run(feeds, [from]))[from]?.data ?? new Float32Array()
    return y.reduce((total, value, index) => total + value * (dz[index] ?? 0), 0)
  }
  const step = ruleCase.step ?? 1e-2
  const checks: RuleCheck[] = []
  for (const [index, { name, input }] of operands.entries()) {
    const data = feeds[name]?.data ?? new Float32Array()
    const differences: number[] = []
    for (let at = 0; at < sizeOf(input.shape); at++) {
      const centre = data[at] ?? 0
      data[at] = centre + step
      const [above, high] = [await loss(), data[at] ?? 0]
      data[at] = centre - step
      const [below, low] = [await loss(), data[at] ?? 0]
      data[at] = centre
      differences.push((above - below) / (high - low))
    }
    const gradient = [...(gradients[outputs[index] ?? '']?.data ?? [])]
    const gap = gradient.map((value, at) => value - (differences[at] ?? 0))
    const error = gradient.length === differences.length ? norm(gap) / Math.max(norm(differences), 1e-3) : Infinity
    checks.push({ input: name, error, gradient, differences })
  }
  await forward.close()
  await backward.close()
  return checks
}
