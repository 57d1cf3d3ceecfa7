import type { StaticGraph } from '../../onnx/index.ts'
import { openSession } from '../../runtime/index.ts'
import { type FloatTensor, isFloat, sizeOf } from '../../tensor/index.ts'
import { deriveVjp } from '../derive-vjp.ts'
import { encode } from './static-graph.ts'

/** A small linear congruential sequence in [0, 1): the values of a case must not change between runs. */
export function sequence(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

export interface GradientCheck {
  readonly input: string
  /** The derived gradient at the elements that were looked at. */
  readonly gradient: readonly number[]
  /** Central differences at the same elements. */
  readonly differences: readonly number[]
  /** (L(x + h) - L(x)) / h and (L(x) - L(x - h)) / h: they part at a kink. */
  readonly sides: readonly (readonly [number, number])[]
  /** Whether each element of y is finite and of ordinary size at the point. */
  readonly isFinite: boolean
}

export interface ComparisonOptions {
  /** h of the differences. */
  readonly step: number
  /** At most so many elements of each input, spread evenly; all of them where absent. */
  readonly elements?: number
  /** The inputs to look at; all where absent. */
  readonly wanted?: readonly string[]
}

/**
 * The derived gradient of L = <dz, y> and its differences for the inputs of a graph at a point; y is the first float
 * output, dz seeded. Both are computed by ONNX Runtime in float32 and summed in float64.
 */
export async function compareGradients(
  graph: StaticGraph,
  points: ReadonlyMap<string, FloatTensor>,
  options: ComparisonOptions,
): Promise<readonly GradientCheck[]> {
  const from = graph.outputs.find((output) => output.dataType !== undefined && isFloat(output.dataType))?.name ?? ''
  const wanted = options.wanted ?? [...points.keys()]
  const joint = deriveVjp(graph, { wanted, from })
  const dzShape = graph.types.get(from)?.shape ?? []
  const next = sequence(11)
  const dz = Float32Array.from({ length: sizeOf(dzShape) }, () => next() - 0.4)
  const forward = await openSession(encode(graph), { threads: 1 }, graph.name)
  const backward = await openSession(encode(joint), { threads: 1 }, `the gradient of ${graph.name}`)
  try {
    const takes = new Set(forward.inputs.map(({ name }) => name))
    const fed = Object.fromEntries([...points].filter(([name]) => takes.has(name)))
    const evaluate = async () => (await forward.run(fed, [from]))[from]?.data ?? new Float32Array()
    // An output that is infinite or no number at the point, or stands for it, has no part in L.
    const isOrdinary = (value: number) => Math.abs(value) < 1e30
    const atPoint = await evaluate()
    for (const [index, value] of atPoint.entries()) if (!isOrdinary(value)) dz[index] = 0
    const outputs = joint.outputs.slice(1).map(({ name }) => name)
    const isRead = new Set(backward.inputs.map(({ name }) => name))
    const feeds = Object.fromEntries(points)
    const given = { ...feeds, [joint.inputs.at(-1)?.name ?? '']: { shape: dzShape, data: dz } }
    const gradients = await backward.run(
      Object.fromEntries(Object.entries(given).filter(([name]) => isRead.has(name))),
      outputs,
    )
    const loss = async (): Promise<number> =>
      (await evaluate()).reduce(
        (total, value, index) => (dz[index] === 0 ? total : total + value * (dz[index] ?? 0)),
        0,
      )
    const checks: GradientCheck[] = []
    for (const [index, input] of wanted.entries()) {
      const data = points.get(input)?.data ?? new Float32Array()
      const found = gradients[outputs[index] ?? '']?.data ?? new Float32Array()
      if (found.length !== data.length) throw new Error(`The gradient of ${input} has ${found.length} elements.`)
      checks.push({
        input,
        isFinite: atPoint.every(isOrdinary),
        ...(await differencesOf({ data, found, loss, options })),
      })
    }
    return checks
  } finally {
    await forward.close()
    await backward.close()
  }
}

interface Differencing {
  readonly data: Float32Array
  readonly found: Float32Array
  readonly loss: () => Promise<number>
  readonly options: ComparisonOptions
}

async function differencesOf({ data, found, loss, options }: Differencing) {
  const count = Math.min(data.length, options.elements ?? data.length)
  const spread = Array.from({ length: count }, (_, at) => Math.floor((at * data.length) / count))
  // An infinite mask or a NaN has no neighbourhood.
  const places = spread.filter((at) => Number.isFinite(data[at]))
  const middle = await loss()
  const differences: number[] = []
  const sides: [number, number][] = []
  for (const at of places) {
    const centre = data[at] ?? 0
    const measure = async (value: number) => {
      data[at] = value
      return [await loss(), data[at] ?? 0] as const
    }
    const [above, high] = await measure(centre + options.step)
    const [below, low] = await measure(centre - options.step)
    data[at] = centre
    differences.push((above - below) / (high - low))
    sides.push([(above - middle) / (high - centre), (middle - below) / (centre - low)])
  }
  return { gradient: places.map((at) => found[at] ?? Number.NaN), differences, sides }
}
