import { canonicalise, inlineFunctions, type StaticGraph, SpecialiseError } from '../../onnx/index.ts'
import { loweredConstant } from '../../onnx/specialise/float32.ts'
import { defaultSpecialiseLimits } from '../../onnx/specialise/limits.ts'
import { makeStatic } from '../../onnx/specialise/make-static.ts'
import { floatValues } from '../../onnx/index.ts'
import { RuntimeError } from '../../runtime/index.ts'
import type { FloatTensor } from '../../tensor/index.ts'
import type { ConformanceCase } from '../../test/conformance-cases.ts'
import { gradientDiagnoses } from '../diagnoses.ts'
import { NoGradientRuleError } from '../rule.ts'
import { operatorVerdict } from '../walk-rules.ts'
import { compareGradients, type GradientCheck } from './compare-gradients.ts'

/** What became of one operator test of ONNX whose gradient was asked for. */
export type GradientOutcome =
  | 'agrees'
  | 'disagrees'
  | 'no float input or output'
  | 'zero gradient'
  | 'straight-through or random'
  | 'not accepted'
  | 'refused before'
  | 'ONNX Runtime cannot run it'
  | 'no finite differences'
  | 'left out'

export interface GradientReport {
  readonly name: string
  readonly outcome: GradientOutcome
  readonly detail: string
}

// 4-bit types abort ONNX Runtime's process; strings and complex numbers are no floats.
const leftOut = /INT4|FLOAT4|FLOAT8|_int4|_uint4|float4|e4m3|e5m2|int2/i

/** Values that decide a shape or a place in it, and so are constants of every model. */
const shaping = /resize|upsample/

/**
 * The gradient of one operator test of each float output with respect to each float input against central differences. At a kink
 * the gradient must lie between the differences of the two sides.
 */
export async function gradientReport(example: ConformanceCase, elements: number): Promise<GradientReport> {
  const report = (outcome: GradientOutcome, detail = ''): GradientReport => ({ name: example.name, outcome, detail })
  const types = [...example.inputs, ...example.outputs].map(({ dataType }) => dataType).join(' ')
  if (leftOut.test(`${example.name} ${types}`)) return report('left out')
  let made: Made
  try {
    made = staticGraph(example)
  } catch (error) {
    if (error instanceof SpecialiseError) return report('refused before', error.message)
    throw error
  }
  const { graph, points } = made
  const outputs = graph.outputs.filter(({ dataType }) => dataType === 'float32')
  if (points.size === 0 || outputs.length === 0) return report('no float input or output')
  const found: GradientReport[] = []
  for (const output of outputs) {
    const rest = graph.outputs.filter((other) => other !== output)
    found.push(report(...(await outcomeOf({ ...graph, outputs: [output, ...rest] }, points, elements))))
  }
  return found.find(({ outcome }) => outcome === 'disagrees') ?? found[0] ?? report('no float input or output')
}

async function outcomeOf(
  graph: StaticGraph,
  points: ReadonlyMap<string, FloatTensor>,
  elements: number,
): Promise<[GradientOutcome, string]> {
  try {
    const estimated = [...points.keys()].some((name) => {
      const image = graph.inputs.filter((input) => input.name === name)
      return gradientDiagnoses({ ...graph, inputs: image }).some(({ kind }) => kind !== 'no-path')
    })
    if (estimated) return ['straight-through or random', '']
    return judged(graph, await compareAtSteps(graph, points, elements))
  } catch (error) {
    if (error instanceof NoGradientRuleError) return ['not accepted', error.message]
    if (error instanceof RuntimeError) return ['ONNX Runtime cannot run it', error.message]
    return ['disagrees', String(error)]
  }
}

interface Made {
  readonly graph: StaticGraph
  readonly points: ReadonlyMap<string, FloatTensor>
}

/** The test's model with its float inputs as inputs in float32 and all others as constants. */
function staticGraph({ name, model, inputs }: ConformanceCase): Made {
  const { graph, opsets } = canonicalise(inlineFunctions(model))
  const fed = graph.inputs.filter((input) => !graph.initializers.has(input.name))
  const given = fed.flatMap((input, index) => {
    const tensor = inputs[index]
    if (tensor === undefined) return []
    const constant = loweredConstant(tensor)
    const type = { dataType: constant.dataType, shape: constant.shape }
    const stays = constant.dataType === 'float32' && !(shaping.test(name) && constant.shape.length === 1)
    return [{ name: input.name, type, tensor: constant, ...(stays ? {} : { constant }) }]
  })
  const opset = opsets.get('') ?? 21
  const made = makeStatic({ graph, opset, inputs: given, limits: defaultSpecialiseLimits })
  const points = given.flatMap(({ name: input, type, tensor, constant }) =>
    constant === undefined ? [[input, { shape: type.shape, data: floatValues(tensor).slice() }] as const] : [],
  )
  return { graph: { ...made, name }, points: new Map(points) }
}

/** Large steps suit linear operators, small ones strongly curved or kinked ones. */
const steps = [1e-2, 1e-1, 1e-3]

async function compareAtSteps(graph: StaticGraph, points: ReadonlyMap<string, FloatTensor>, elements: number) {
  const tried: (readonly GradientCheck[])[] = []
  for (const step of steps) {
    const checks = await compareGradients(graph, points, { step, elements })
    if (checks.every((check) => wrongElement(check) === undefined)) return [checks]
    tried.push(checks)
  }
  return tried
}

/** The first element at which the gradient is neither near the central difference nor between those of the sides. */
function wrongElement({ gradient, differences, sides }: GradientCheck): number | undefined {
  const largest = Math.max(1e-3, ...differences.map((value) => Math.abs(value)).filter(Number.isFinite))
  const tolerance = 2e-2 * largest
  const wrong = gradient.findIndex((value, at) => {
    const [right = Number.NaN, left = Number.NaN] = sides[at] ?? []
    const isBetween = value >= Math.min(right, left) - tolerance && value <= Math.max(right, left) + tolerance
    return !(Math.abs(value - (differences[at] ?? Number.NaN)) <= tolerance || isBetween)
  })
  return wrong < 0 ? undefined : wrong
}

function judged(graph: StaticGraph, tried: readonly (readonly GradientCheck[])[]): [GradientOutcome, string] {
  // An element may be near a kink at one step and not at another: it must be right at one of them.
  const [first = []] = tried
  const wrong = first.flatMap((check, input) => {
    const places = check.gradient.flatMap((_, at) => {
      const [middle = 0, wide = 0, narrow = 0] = tried.map((checks) => Math.abs(checks[input]?.differences[at] ?? 0))
      // Differences that grow as 1 / step belong to a jump.
      if (narrow > 5 * middle && middle > 5 * wide) return []
      const isRight = tried.some((checks) => {
        const { gradient = [], differences = [], sides = [] } = checks[input] ?? {}
        const largest = Math.max(1e-3, ...differences.map((value) => Math.abs(value)).filter(Number.isFinite))
        const one = { ...check, gradient: gradient.slice(at, at + 1), sides: sides.slice(at, at + 1) }
        return wrongElement({ ...one, differences: [differences[at] ?? Number.NaN, largest] }) === undefined
      })
      return isRight ? [] : [at]
    })
    return places.map((at) => ({ check, at }))
  })
  const values = first.flatMap(({ differences }) => differences)
  const [found] = wrong
  if (found === undefined) {
    const verdicts = graph.nodes.map(({ opType }) => operatorVerdict(opType))
    const isZero = first.every(({ gradient }) => gradient.every((value) => value === 0))
    return [isZero && verdicts.includes('zero') ? 'zero gradient' : 'agrees', '']
  }
  if (values.some((value) => !Number.isFinite(value)) || first.some((check) => !check.isFinite))
    return ['no finite differences', '']
  const { check, at } = found
  const says = `${check.gradient[at]} was derived, ${check.differences[at]} measured, ${check.sides[at]?.join(' and ')} on the sides`
  return ['disagrees', `${wrong.length} elements; element ${at} of ${check.input}: ${says}`]
}
