import type { StaticGraph } from '../../onnx/index.ts'
import { sizeOf } from '../../tensor/index.ts'
import { GraphBuilder } from '../../build/index.ts'
import { compareGradients, type GradientCheck, sequence } from './compare-gradients.ts'
import type { CaseInput, RuleCase } from './rule-case.ts'
import { emptyGraph } from './static-graph.ts'

function elementsOf(input: CaseInput, next: () => number): number[] {
  const [low, high] = input.range ?? [-1, 1]
  return input.values
    ? [...input.values]
    : Array.from({ length: sizeOf(input.shape) }, () => low + (high - low) * next())
}

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

export interface RuleCheck extends GradientCheck {
  /** ||gradient - differences|| / max(||differences||, 1e-3). */
  readonly error: number
}

const norm = (list: readonly number[]) => Math.hypot(...list)

/** Derives the gradient of one operator and compares it, for every float operand, with central differences. */
export async function checkRule(ruleCase: RuleCase): Promise<RuleCheck[]> {
  const { graph, operands } = graphOf(ruleCase)
  const points = new Map(
    operands.map(({ name, input, data }) => [name, { shape: input.shape, data: Float32Array.from(data) }]),
  )
  const checks = await compareGradients(graph, points, { step: ruleCase.step ?? 1e-2 })
  return checks.map((check) => {
    const gap = check.gradient.map((value, at) => value - (check.differences[at] ?? 0))
    return { ...check, error: norm(gap) / Math.max(norm(check.differences), 1e-3) }
  })
}
