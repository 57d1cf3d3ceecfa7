import './environment.ts'
import { globSync, readFileSync } from 'node:fs'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { decodeModel, encodeModel, SpecialiseError, type StaticGraph, specialise } from '../onnx/index.ts'
import { sizeOf } from '../tensor/index.ts'
import { isMissing, largestDifference, readFloats, readJson, sharedData } from '../test/shared-data.ts'

interface NetworkCase {
  readonly name: string
  readonly file: string
  readonly shape: readonly number[]
  readonly input?: string
  readonly logits?: string
}

// Random by design: noise in the network, dropout in training mode, and a scan that overflows to NaN.
const withoutExpectation = ['diag-random-ts', 'diag-dropout-ts', 'umamba-b-cumsum-overflow-ts13']
const invalidFile = 'umamba-b-scan-dynamo20-noopt'

describe.skipIf(isMissing('oracle'))('exported networks, specialised', () => {
  it.each(oracleCases())('$name has the inferred types and the reference logits on ONNX Runtime', async (network) => {
    const { name, file, shape, input, logits } = network
    const graph = specialise(decodeModel(readFileSync(sharedData(file))), shape)
    const values = await allValues(graph, input === undefined ? ramp(shape) : readFloats(input))
    for (const [value, tensor] of Object.entries(values)) {
      const type = graph.types.get(value)
      expect(`${value} ${tensor.type} [${tensor.dims}]`).toBe(`${value} ${type?.dataType} [${type?.shape}]`)
    }
    if (logits === undefined || withoutExpectation.includes(name)) return
    const result = values[graph.outputs[0]?.name ?? '']?.data
    expect(result).toBeInstanceOf(Float32Array)
    if (result instanceof Float32Array) expect(largestDifference(result, readFloats(logits))).toBeLessThan(1e-4)
  })

  it('is refused with the name of the node where the file is invalid', () => {
    const model = decodeModel(readFileSync(sharedData(`oracle/${invalidFile}/model.onnx`)))
    expect(() => specialise(model, [1, 1, 16, 32, 32])).toThrow(
      new SpecialiseError(
        'malformed-model',
        'Conv (node node_conv3d_3): its bias has shape [12, 2], [12] was expected.',
      ),
    )
  })
})

describe.skipIf(isMissing('models'))('trained networks of others, specialised', () => {
  const cases: readonly NetworkCase[] = [
    {
      name: 'brainchop 30',
      file: 'models/brainchop__model30_3class.onnx',
      shape: declared('brainchop__model30_3class'),
    },
    { name: 'brainchop 20', file: 'models/brainchop_model20chan3cls.onnx', shape: [1, 1, 24, 24, 24] },
    { name: 'deepbrain', file: 'models/deepbrain_v1.onnx', shape: declared('deepbrain_v1') },
  ]
  it.each(cases)('$name has the inferred types on ONNX Runtime', async ({ file, shape }) => {
    const graph = specialise(decodeModel(readFileSync(sharedData(file))), shape)
    for (const [value, tensor] of Object.entries(await allValues(graph, ramp(shape)))) {
      expect([value, tensor.dims]).toEqual([value, graph.types.get(value)?.shape])
    }
  })

  it('niivue is typed at its own 256^3, where a pass would be too large to run here', () => {
    const model = decodeModel(readFileSync(sharedData('models/niivue-onnx__model.onnx')))
    const graph = specialise(model, [1, 1, 256, 256, 256])
    expect(graph.outputs.map(({ shape }) => shape)).toEqual([[1, 3, 256, 256, 256]])
    expect(() => specialise(model, [1, 1, 128, 128, 128])).toThrow(/declared as \[batch_size, 1, 256, 256, 256\]/)
  })
})

function oracleCases(): readonly NetworkCase[] {
  if (isMissing('oracle')) return []
  const names = globSync('*/meta.json', { cwd: sharedData('oracle') }).map((path) => path.split('/')[0] ?? '')
  return names.sort().flatMap((name) => {
    const folder = `oracle/${name}`
    const file = `${folder}/model.onnx`
    const meta = readJson(`${folder}/meta.json`) as { input_shape?: number[]; dyn?: { input_shape: number[] } }
    if (name === invalidFile || meta.input_shape === undefined) return []
    const own = { name, file, shape: meta.input_shape, input: `${folder}/input.f32`, logits: `${folder}/logits.f32` }
    if (meta.dyn === undefined) return [own]
    const [input, logits] = [`${folder}/dyn_input.f32`, `${folder}/dyn_logits.f32`]
    return [own, { name: `${name} at another size`, file, shape: meta.dyn.input_shape, input, logits }]
  })
}

/** Every value of the outermost graph, computed by ONNX Runtime with no rewrite of its own. */
async function allValues(graph: StaticGraph, input: Float32Array): Promise<InferenceSession.OnnxValueMapType> {
  const made = new Set([...graph.outputs.map(({ name }) => name), ...graph.nodes.flatMap(({ outputs }) => outputs)])
  made.delete('')
  const outputs = [...made].map((name) => ({
    name,
    kind: 'tensor' as const,
    dataType: graph.types.get(name)?.dataType,
  }))
  const bytes = encodeModel({ graph: { ...graph, outputs }, opsets: new Map([['', graph.opset]]), irVersion: 10 })
  const session = await InferenceSession.create(bytes, { graphOptimizationLevel: 'disabled', logSeverityLevel: 3 })
  try {
    const image = graph.inputs[0]
    const shape = graph.types.get(image?.name ?? '')?.shape ?? []
    return await session.run({ [image?.name ?? '']: new Tensor('float32', input, [...shape]) })
  } finally {
    await session.release()
  }
}

function declared(name: string): readonly number[] {
  if (isMissing('models')) return []
  const [input] = decodeModel(readFileSync(sharedData(`models/${name}.onnx`))).graph.inputs
  return (input?.shape ?? []).map((extent, axis) => (typeof extent === 'number' ? extent : axis < 1 ? 1 : 32))
}

function ramp(shape: readonly number[]): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, (_, at) => (at % 97) / 97)
}
