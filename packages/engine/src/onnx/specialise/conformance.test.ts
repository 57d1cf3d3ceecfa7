import { describe, expect, it } from 'vitest'
import { type ConformanceCase, conformanceCases } from '../../test/conformance-cases.ts'
import { isMissing, sharedData } from '../../test/shared-data.ts'
import { canonicalise } from '../canonical/index.ts'
import { numberValues } from '../constants.ts'
import type { ConstantTensor } from '../graph.ts'
import { inlineFunctions } from '../inline/inline-functions.ts'
import { SpecialiseError } from '../specialise-error.ts'
import { loweredConstant, loweredDataType } from './float32.ts'
import { defaultSpecialiseLimits } from './limits.ts'
import { staticOutputs } from './make-static.ts'

const archive = 'onnx-conformance/onnx-backend-test-data.tar.gz'

// Operators that are refused: no tensors, strings, shapes that depend on the data, and those of opset 27 and later.
const refused =
  /^(ai\.onnx\.|Compress|NonMaxSuppression|Unique|Sequence|Optional|String|Regex|TfIdf|CausalConvWithState|LinearAttention|SwiGLU)/

// bfloat16 is computed in float32, so that nothing is rounded to it; PRelu's slope of [C] is of before opset 7.
const differing = /BFLOAT16|test_PReLU_.d_multiparam/

describe.skipIf(isMissing(archive))('the operator tests of ONNX', () => {
  const cases = isMissing(archive) ? [] : conformanceCases(sharedData(archive))

  it('get the types that they expect, and the values where these fold', () => {
    const outcomes = cases.map((example) => [example.name, outcomeOf(example)] as const)
    const wrong = outcomes.filter(([name, { fault }]) => fault !== '' && !differing.test(name))
    expect(wrong.map(([name, { fault }]) => `${name}: ${fault}`)).toEqual([])
    const typed = outcomes.filter(([, { outcome }]) => outcome === 'typed').length
    const folded = outcomes.filter(([, { folds }]) => folds).length
    process.stderr.write(`Types inferred for ${typed} of ${cases.length} operator tests; ${folded} of them folded.\n`)
    expect(typed).toBeGreaterThanOrEqual(1730)
    expect(folded).toBeGreaterThanOrEqual(640)
  })
})

interface Outcome {
  readonly outcome: 'typed' | 'refused'
  readonly folds: boolean
  readonly fault: string
}

function outcomeOf({ model, inputs, outputs }: ConformanceCase): Outcome {
  try {
    const { graph, opsets } = canonicalise(inlineFunctions(model))
    const fed = graph.inputs.filter(({ name }) => !graph.initializers.has(name))
    const given = fed.flatMap(({ name }, index) => {
      const tensor = inputs[index]
      if (tensor === undefined) return []
      const constant = loweredConstant(tensor)
      return [{ name, constant, type: { dataType: constant.dataType, shape: constant.shape } }]
    })
    const request = { graph, opset: opsets.get('') ?? 21, inputs: given, limits: defaultSpecialiseLimits }
    const values = staticOutputs(request)
    const faults = outputs.map((expected, index) => faultOf(expected, values[index]?.type, values[index]?.constant))
    return { outcome: 'typed', folds: values.some((value) => value?.constant), fault: faults.join('') }
  } catch (error) {
    if (!(error instanceof SpecialiseError)) throw error
    return { outcome: 'refused', folds: false, fault: refused.test(error.message) ? '' : error.message }
  }
}

function faultOf(
  expected: ConstantTensor,
  type: { readonly dataType: string; readonly shape: readonly number[] } | undefined,
  constant: ConstantTensor | undefined,
): string {
  const words = `${loweredDataType(expected.dataType)} [${expected.shape}]`
  if (`${type?.dataType} [${type?.shape}]` !== words) return `${type?.dataType} [${type?.shape}], expected ${words}`
  if (constant === undefined || expected.dataType === 'string') return ''
  const values = numberValues(constant)
  const wrong = numberValues(expected).findIndex((value, at) => !isClose(values[at] ?? Number.NaN, Math.fround(value)))
  return wrong < 0 ? '' : `element ${wrong} is ${values[wrong]}`
}

/** Within float32's, or of an expected float16 its, precision. */
function isClose(value: number, expected: number): boolean {
  return Object.is(value, expected) || Math.abs(value - expected) <= 1e-3 * Math.max(1, Math.abs(expected))
}
