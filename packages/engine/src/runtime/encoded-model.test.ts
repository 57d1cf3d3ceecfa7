import './environment.ts'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exampleGraph, exampleModel, exampleNode, tensorValue } from '../onnx/example-model.ts'
import { constantTensor, decodeModel, encodeModel, imageInput, inlineFunctions, type Model } from '../onnx/index.ts'
import { sizeOf } from '../tensor/index.ts'
import { isMissing, sharedData } from '../test/shared-data.ts'

async function outputsOf(
  bytes: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
  options: InferenceSession.SessionOptions = {},
): Promise<Record<string, unknown>> {
  const session = await InferenceSession.create(bytes, { ...options, logSeverityLevel: 3 })
  try {
    const results = await session.run(feeds)
    return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, tensor.data]))
  } finally {
    await session.release()
  }
}

/** The extents of the network's image, a symbolic one as 1 for the batch and 16 for an axis of space. */
function imageOf(model: Model): Record<string, Tensor> {
  const input = imageInput(model)
  const shape = (input?.shape ?? []).map((extent, axis) => (typeof extent === 'number' ? extent : axis === 0 ? 1 : 16))
  const data = Float32Array.from({ length: sizeOf(shape) }, (_, at) => Math.sin(at))
  return { [input?.name ?? '']: new Tensor('float32', data, shape) }
}

// Larger networks are only slower: each construct is in one of these.
const networks = [
  'unet-ts11',
  'unet-dynamo23',
  'segresnet-ds-ts',
  'unet-ts17-dynamic',
  'umamba-b-loop-ts13',
  'umamba-b-scan-dynamo18',
  'meshnet-ts',
  'se-zoo-ts13',
]

describe.skipIf(isMissing('oracle'))('an encoded network', () => {
  it.each(networks)('computes what the uploaded file computes: %s', async (name) => {
    const file = readFileSync(sharedData(`oracle/${name}/model.onnx`))
    const model = decodeModel(file)
    const feeds = imageOf(model)
    expect(await outputsOf(encodeModel(model), feeds)).toEqual(await outputsOf(file, feeds))
  })

  it.each(['unet-ts17', 'segformer3d-ts17'])(
    'computes the same with its weights left in the upload: %s',
    async (name) => {
      const path = sharedData(`oracle/${name}/model.onnx`)
      const file = readFileSync(path)
      const model = decodeModel(file)
      const feeds = imageOf(model)
      const pointer = encodeModel(model, { externalise: { location: 'model.onnx' } })
      expect(pointer.byteLength).toBeLessThan(file.byteLength / 2)
      const options = { extra: { session: { model_external_initializers_file_folder_path: dirname(path) } } }
      expect(await outputsOf(pointer, feeds, options)).toEqual(await outputsOf(file, feeds))
    },
  )
})

describe('a pointer model', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pointer-model-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('reads weights of the upload at any offset, beside weights of its own', async () => {
    const uploaded = encodeModel(
      exampleModel(
        exampleGraph({
          inputs: [tensorValue('x', [2])],
          outputs: [tensorValue('y', [2])],
          nodes: [exampleNode('Mul', ['x', 'scale'], ['y'])],
          initializers: { scale: constantTensor('float32', [2], [3, -5]) },
        }),
        { producer: 'odd' },
      ),
    )
    writeFileSync(join(folder, 'upload.onnx'), uploaded)
    const { graph, ...model } = decodeModel(uploaded)
    expect((graph.initializers.get('scale')?.fileOffset ?? 0) % 4).not.toBe(0)
    const extended = {
      ...graph,
      outputs: [tensorValue('z', [2])],
      nodes: [...graph.nodes, exampleNode('Add', ['y', 'shift'], ['z'])],
      initializers: new Map([...graph.initializers, ['shift', constantTensor('float32', [2], [0.5, 0.25])]]),
    }
    const pointer = encodeModel(
      { ...model, graph: extended },
      { externalise: { location: 'upload.onnx', thresholdBytes: 0 } },
    )
    const options = { extra: { session: { model_external_initializers_file_folder_path: folder } } }
    const outputs = await outputsOf(pointer, { x: new Tensor('float32', [1, 2], [2]) }, options)
    expect(outputs).toEqual({ z: Float32Array.of(3.5, -9.75) })
  })
})

describe('a model with functions', () => {
  const scaled = {
    domain: 'own',
    name: 'ScaledElu',
    overload: '',
    inputs: ['x'],
    outputs: ['y'],
    attributeNames: ['slope'],
    attributeDefaults: { factor: { kind: 'float', value: 2 } },
    opsets: new Map([['', 18]]),
    nodes: [
      exampleNode('Elu', ['x'], ['t'], { alpha: { kind: 'reference', value: 'slope', of: 'float' } }),
      exampleNode('Constant', [], ['f'], { value_float: { kind: 'reference', value: 'factor', of: 'float' } }),
      exampleNode('Mul', ['t', 'f'], ['y']),
    ],
  } as const
  const twice = {
    ...scaled,
    name: 'Twice',
    attributeNames: [],
    attributeDefaults: {},
    opsets: new Map([
      ['', 18],
      ['own', 1],
    ]),
    nodes: [
      { ...exampleNode('ScaledElu', ['x'], ['t'], { slope: { kind: 'float', value: 0.5 } }), domain: 'own' },
      {
        ...exampleNode('ScaledElu', ['t'], ['y'], {
          slope: { kind: 'float', value: 1 },
          factor: { kind: 'float', value: 3 },
        }),
        domain: 'own',
      },
    ],
  } as const
  const model = exampleModel(
    exampleGraph({
      inputs: [tensorValue('x', [3])],
      outputs: [tensorValue('z', [3])],
      nodes: [
        { ...exampleNode('Twice', ['x'], ['t']), domain: 'own' },
        { ...exampleNode('Twice', ['t'], ['z']), domain: 'own' },
      ],
    }),
    {
      functions: [scaled, twice],
      opsets: new Map([
        ['', 18],
        ['own', 1],
      ]),
    },
  )

  it('computes the same with them inlined by us as by ONNX Runtime', async () => {
    const feeds = { x: new Tensor('float32', [-1, 0.25, 2], [3]) }
    const theirs = await outputsOf(encodeModel(model), feeds)
    const inlined = inlineFunctions(decodeModel(encodeModel(model)))
    expect(inlined.graph.nodes.map((node) => node.opType).join(' ')).toBe('Elu Constant Mul '.repeat(4).trim())
    expect(await outputsOf(encodeModel(inlined), feeds)).toEqual(theirs)
  })
})
