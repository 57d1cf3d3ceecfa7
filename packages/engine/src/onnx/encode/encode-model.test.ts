import { describe, expect, it } from 'vitest'
import { constantTensor } from '../constants.ts'
import { decodeModel } from '../decode/decode-model.ts'
import { exampleGraph, exampleModel, exampleNetwork, exampleNode, tensorValue } from '../example-model.ts'
import type { Attribute, Model } from '../graph.ts'
import { encodeModel } from './encode-model.ts'

/** The model without the places of its weights, which a built model does not have. */
function withoutPlaces(model: Model): unknown {
  return JSON.parse(
    JSON.stringify(model, (key, value: unknown) => {
      if (key === 'fileOffset') return undefined
      if (value instanceof Map) return [...value]
      return value
    }),
  )
}

describe('encodeModel', () => {
  it('writes what decodeModel reads back as the same model', () => {
    const model = exampleNetwork()
    expect(withoutPlaces(decodeModel(encodeModel(model)))).toEqual(withoutPlaces(model))
  })

  it('keeps every kind of attribute, negative and 53-bit integers included', () => {
    const attributes: Record<string, Attribute> = {
      int: { kind: 'int', value: -3 },
      large: { kind: 'int', value: Number.MIN_SAFE_INTEGER },
      float: { kind: 'float', value: 0.5 },
      string: { kind: 'string', value: 'é' },
      tensor: { kind: 'tensor', value: constantTensor('int64', [2], [-1, 7]) },
      ints: { kind: 'ints', value: [0, -1, 300] },
      floats: { kind: 'floats', value: [0, -1.5] },
      strings: { kind: 'strings', value: ['', 'a'] },
      none: { kind: 'ints', value: [] },
      graphs: { kind: 'graphs', value: [exampleGraph({ inputs: [], outputs: [], nodes: [] })] },
      reference: { kind: 'reference', value: 'alpha', of: 'float' },
    }
    const nodes = [exampleNode('Anything', ['', 'x'], ['y', ''], attributes)]
    const model = exampleModel(exampleGraph({ inputs: [], outputs: [], nodes }))
    expect(withoutPlaces(decodeModel(encodeModel(model)))).toEqual(withoutPlaces(model))
  })

  it('keeps functions with their overload, defaults and imports', () => {
    const model = exampleModel(exampleGraph({ inputs: [], outputs: [], nodes: [] }), {
      functions: [
        {
          domain: 'own',
          name: 'scale',
          overload: 'twice',
          inputs: ['x'],
          outputs: ['y'],
          attributeNames: ['factor'],
          attributeDefaults: { alpha: { kind: 'float', value: 2 } },
          opsets: new Map([['', 18]]),
          nodes: [{ ...exampleNode('Identity', ['x'], ['y']), domain: 'own', overload: 'once' }],
        },
      ],
    })
    expect(withoutPlaces(decodeModel(encodeModel(model)))).toEqual(withoutPlaces(model))
  })

  it('keeps strings, scalars, empty tensors and unknown shapes', () => {
    const graph = exampleGraph({
      inputs: [tensorValue('x', [null, 'n', 3]), { name: 'y', kind: 'tensor', dataType: 'float16', shape: undefined }],
      outputs: [tensorValue('scalar', []), { name: 'untyped', kind: 'unknown' }],
      nodes: [],
      initializers: {
        text: { dataType: 'string', shape: [2], bytes: new Uint8Array(0), strings: ['a', ''] },
        empty: constantTensor('float32', [0, 3], []),
        scalar: constantTensor('float64', [], [0.1]),
      },
    })
    const model = exampleModel(graph)
    expect(withoutPlaces(decodeModel(encodeModel(model)))).toEqual(withoutPlaces(model))
  })

  it('leaves weights of the uploaded file there when externalised, and copies the others', () => {
    const uploaded = decodeModel(encodeModel(exampleNetwork()))
    const built = constantTensor('float32', [2], [1, 2])
    const graph = { ...uploaded.graph, initializers: new Map([...uploaded.graph.initializers, ['built', built]]) }
    const pointer = encodeModel({ ...uploaded, graph }, { externalise: { location: 'upload.onnx', thresholdBytes: 8 } })
    const text = Buffer.from(pointer).toString('latin1')
    const offset = uploaded.graph.initializers.get('weight')?.fileOffset
    expect(text).toContain('upload.onnx')
    expect(text).toContain(String(offset))
    expect(text.split('upload.onnx')).toHaveLength(3)
    expect(() => decodeModel(pointer)).toThrow('external data')
  })

  it('refuses bytes that do not fit the shape', () => {
    const weight = { dataType: 'float32', shape: [3], bytes: new Uint8Array(8) } as const
    const model = exampleModel(exampleGraph({ inputs: [], outputs: [], nodes: [], initializers: { weight } }))
    expect(() => encodeModel(model)).toThrow('Tensor "weight" of float32[3] has 8 bytes, not 12.')
  })
})
