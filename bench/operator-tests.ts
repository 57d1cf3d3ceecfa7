import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  canonicalise,
  encodeModel,
  floatValues,
  inlineFunctions,
  numberValues,
} from '../packages/engine/src/onnx/index.ts'
import { loweredConstant } from '../packages/engine/src/onnx/specialise/float32.ts'
import { defaultSpecialiseLimits } from '../packages/engine/src/onnx/specialise/limits.ts'
import { makeStatic } from '../packages/engine/src/onnx/specialise/make-static.ts'
import { openSession } from '../packages/engine/src/runtime/index.ts'
import { type ConformanceCase, conformanceCases } from '../packages/engine/src/test/conformance-cases.ts'

/**
 * ONNX's operator tests, specialised (float32 inputs stay inputs, others become constants), run on ONNX Runtime and
 * compared with the values that they expect. Prints what differs and what ONNX Runtime does not load.
 * Run: npx tsx bench/operator-tests.ts [part of a test's name]
 */
const archive = fileURLToPath(
  new URL('../../shared/data/onnx-conformance/onnx-backend-test-data.tar.gz', import.meta.url),
)
const wanted = process.argv[2] ?? ''
const tolerance = 2e-3

// 4-bit types abort ONNX Runtime's process; random results are no expectation.
const skipped = /INT4|FLOAT4|FLOAT8|bernoulli|random|multinomial|dropout/i

type Outcome = 'equal' | 'differs' | 'not loaded' | 'refused' | 'skipped'

if (!existsSync(archive)) {
  console.warn('Nothing to run, because ../shared/data/onnx-conformance is not here.')
} else {
  const counts = new Map<Outcome, number>()
  for (const example of conformanceCases(archive)) {
    if (!example.name.includes(wanted)) continue
    const { outcome, detail } = await outcomeOf(example)
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
    if (outcome === 'differs' || outcome === 'not loaded') console.log(`${outcome}: ${example.name}: ${detail}`)
  }
  console.log(Object.fromEntries(counts))
}

async function outcomeOf(example: ConformanceCase): Promise<{ readonly outcome: Outcome; readonly detail: string }> {
  const tensors = [...example.inputs, ...example.outputs]
  const odd = tensors.some(({ dataType }) => /4e2|int4|float8|string|complex/.test(dataType))
  const floats = example.outputs.every((tensor) => loweredConstant(tensor).dataType === 'float32')
  if (skipped.test(example.name) || odd || !floats) return { outcome: 'skipped', detail: '' }
  let bytes: Uint8Array
  let feeds: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>>
  let names: readonly string[]
  try {
    ;({ bytes, feeds, names } = specialised(example))
  } catch (error) {
    return { outcome: 'refused', detail: String(error) }
  }
  try {
    const session = await openSession(bytes, {}, example.name)
    const results = await session.run(feeds, names)
    await session.close()
    const detail = example.outputs
      .map((expected, index) => difference(results[names[index] ?? '']?.data ?? [], numberValues(expected)))
      .join('')
    return { outcome: detail === '' ? 'equal' : 'differs', detail }
  } catch (error) {
    return { outcome: 'not loaded', detail: String(error).slice(0, 200) }
  }
}

function specialised({ name, model, inputs }: ConformanceCase) {
  const { graph, opsets } = canonicalise(inlineFunctions(model))
  const fed = graph.inputs.filter((input) => !graph.initializers.has(input.name))
  const given = fed.flatMap((input, index) => {
    const tensor = inputs[index]
    if (tensor === undefined) return []
    const constant = loweredConstant(tensor)
    const decidesShape = /resize|upsample/.test(name) && constant.shape.length === 1
    const type = { dataType: constant.dataType, shape: constant.shape }
    const stays = constant.dataType === 'float32' && !decidesShape
    return [{ name: input.name, type, tensor: constant, ...(stays ? {} : { constant }) }]
  })
  const opset = opsets.get('') ?? 21
  const staticGraph = makeStatic({ graph, opset, inputs: given, limits: defaultSpecialiseLimits })
  const feeds = given.flatMap(({ name: input, type, tensor, constant }) =>
    constant === undefined ? [[input, { shape: type.shape, data: floatValues(tensor).slice() }] as const] : [],
  )
  return {
    bytes: encodeModel({ graph: staticGraph, opsets: new Map([['', opset]]), irVersion: 10 }),
    feeds: Object.fromEntries(feeds),
    names: staticGraph.outputs.map((output) => output.name),
  }
}

function difference(found: ArrayLike<number>, expected: readonly number[]): string {
  const wrong = expected.findIndex((value, index) => {
    const result = found[index] ?? Number.NaN
    const close = Math.abs(result - value) <= tolerance * Math.max(1, Math.abs(value))
    return !close && !Object.is(result, Math.fround(value))
  })
  return wrong < 0 ? '' : `element ${wrong} is ${found[wrong]}, ${expected[wrong]} was expected. `
}
