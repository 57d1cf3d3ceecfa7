import {
  deriveVjp,
  type GradientDiagnosis,
  gradientDiagnoses,
  NoGradientRuleError,
  operatorVerdict,
  type Verdict,
  verdictReason,
} from '@voxproof/engine/differentiate'
import {
  decodeModel,
  estimateCost,
  type Model,
  operatorHistogram,
  type StaticGraph,
  specialise,
  validateModel,
} from '@voxproof/engine/onnx'
import { estimateMemory } from '@voxproof/engine/runtime'
import { type FamilyGuess, guessFamily } from './guess-family.ts'
import { chosenShape } from './read-model.ts'

export interface Problem {
  readonly code: string
  readonly message: string
}

/** What a model file is, what it costs and what would keep it from being evaluated. */
export interface ModelReport {
  readonly opset: number | null
  readonly irVersion: number | null
  readonly producer: string
  readonly family: FamilyGuess
  readonly inputShape: readonly number[]
  readonly outputShape: readonly number[] | null
  readonly operators: readonly {
    readonly operator: string
    readonly count: number
    readonly verdict: Verdict
    readonly reason: string
  }[]
  readonly parameters: number | null
  /** One forward pass; a step of a white-box attack is estimated at 3.3 times that. */
  readonly flops: number | null
  readonly forwardBytes: number | null
  /** Resident memory of a process that predicts and differentiates, within some 30 %; so is `forwardBytes`. */
  readonly gradientBytes: number | null
  readonly secondsPerStep: number | null
  /** The operator and node without a gradient rule of a model that is attacked by its predictions alone, else null. */
  readonly queryOnly: string | null
  /** Steps between input and logits that hide or randomise the gradient. */
  readonly diagnoses: readonly GradientDiagnosis[]
  /** Empty where the model would be accepted. */
  readonly problems: readonly Problem[]
}

/** Operations a second of one processor core on float32 convolutions, measured on AVX-512 cores; halved elsewhere. */
const operationsPerSecond = 45e9
/** Passes that one step takes: forward, and about 2.3 for the gradient. */
const passesPerStep = 3.3

function problemOf(error: unknown): Problem {
  if (!(error instanceof Error)) return { code: 'internal-error', message: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code !== undefined) return { code, message: error.message }
  if (error.name === 'NoGradientRuleError') return { code: 'no-gradient-rule', message: error.message }
  throw error
}

function attempt<T>(problems: Problem[], compute: () => T): T | undefined {
  try {
    return compute()
  } catch (error) {
    problems.push(problemOf(error))
    return undefined
  }
}

/** Reads a file as the service would, without running it. Nothing about a bad file throws; it is in `problems`. */
export function inspectModel(
  bytes: Uint8Array,
  options: { readonly shape: readonly number[] | undefined; readonly threads: number },
): ModelReport {
  const problems: Problem[] = []
  const model = attempt(problems, () => decodeModel(bytes))
  if (model === undefined) return { ...emptyReport, problems }
  problems.push(...validateModel(model).map(({ code, message }) => ({ code, message })))
  const inputShape = attempt(problems, () => chosenShape(model, options.shape)) ?? []
  const graph = attempt(problems, () => specialise(model, inputShape))
  const { joint, obstacle } = graph === undefined ? {} : gradientGraph(problems, graph)
  if (graph !== undefined && problems.length === 0) problems.push(...outputProblems(graph, inputShape))
  const diagnoses = graph === undefined ? [] : gradientDiagnoses(graph)
  return {
    ...identity(model),
    inputShape,
    ...costs(graph, joint, options.threads),
    queryOnly: obstacle ?? null,
    diagnoses,
    problems: distinct(problems),
  }
}

/** Logits must have one value for each class and voxel. */
function outputProblems(graph: StaticGraph, [batch, , ...space]: readonly number[]): Problem[] {
  const { name = '', shape = [] } = graph.outputs[0] ?? {}
  const [samples, classes = 0, ...voxels] = shape
  if (samples === batch && Number(classes) > 0 && voxels.join() === space.join()) return []
  const expected = `logits [${batch}, K, ${space.join(', ')}]`
  const message = `Output ${name} has shape [${shape.join(', ')}]; ${expected} are expected for this input.`
  return [{ code: shape.length === 5 ? 'wrong-outputs' : 'wrong-rank', message }]
}

/** The graph of the gradient, or what stands in its way where predictions can be asked for all the same. */
function gradientGraph(problems: Problem[], graph: StaticGraph): { joint?: StaticGraph; obstacle?: string } {
  try {
    return { joint: deriveVjp(graph) }
  } catch (error) {
    if (error instanceof NoGradientRuleError && error.isQueryable) return { obstacle: error.message }
    problems.push(problemOf(error))
    return {}
  }
}

const emptyReport: ModelReport = {
  opset: null,
  irVersion: null,
  producer: '',
  family: 'unknown',
  inputShape: [],
  outputShape: null,
  operators: [],
  parameters: null,
  flops: null,
  forwardBytes: null,
  gradientBytes: null,
  secondsPerStep: null,
  queryOnly: null,
  diagnoses: [],
  problems: [],
}

function identity(model: Model): Pick<ModelReport, 'opset' | 'irVersion' | 'producer' | 'family' | 'operators'> {
  const histogram = operatorHistogram(model)
  return {
    opset: model.opsets.get('') ?? null,
    irVersion: model.irVersion,
    producer: model.producer,
    family: guessFamily(histogram),
    operators: [...histogram]
      .map(([operator, count]) => ({
        operator,
        count,
        verdict: operatorVerdict(operator),
        reason: verdictReason(operator) ?? '',
      }))
      .toSorted((a, b) => b.count - a.count || a.operator.localeCompare(b.operator)),
  }
}

function costs(
  graph: StaticGraph | undefined,
  joint: StaticGraph | undefined,
  threads: number,
): Pick<ModelReport, 'outputShape' | 'parameters' | 'flops' | 'forwardBytes' | 'gradientBytes' | 'secondsPerStep'> {
  const forward = graph === undefined ? undefined : estimateCost(graph)
  const memory = graph === undefined || joint === undefined ? undefined : estimateMemory(graph, joint)
  return {
    outputShape: graph?.types.get(graph.outputs[0]?.name ?? '')?.shape ?? null,
    parameters: forward?.parameterCount ?? null,
    flops: forward?.flops ?? null,
    forwardBytes: memory?.forwardBytes ?? (forward ? forward.liveBytesEstimate + forward.weightBytes : null),
    gradientBytes: memory?.gradientBytes ?? null,
    secondsPerStep: forward === undefined ? null : (passesPerStep * forward.flops) / (operationsPerSecond * threads),
  }
}

function distinct(problems: readonly Problem[]): Problem[] {
  return problems.filter((problem, index) => problems.findIndex((other) => other.message === problem.message) === index)
}
