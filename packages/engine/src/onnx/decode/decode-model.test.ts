import { describe, expect, it } from 'vitest'
import { numberValues } from '../constants.ts'
import { encodeModel } from '../encode/encode-model.ts'
import { exampleGraph, exampleModel, exampleNetwork, exampleNode } from '../example-model.ts'
import { OnnxFormatError } from '../format-error.ts'
import type { ConstantTensor, Graph } from '../graph.ts'
import {
  attributeFields,
  attributeTypeCodes,
  type Field,
  graphFields,
  modelFields,
  nodeFields,
  stringEntryFields,
  tensorFields,
} from '../wire/fields.ts'
import { putBytes, putInt, putMessage, putText, type WireWriter, writeMessage } from '../wire/writer.ts'
import { decodeModel } from './decode-model.ts'

type Put = (writer: WireWriter) => void

/** A file with one graph, whose fields `put` writes by hand. */
function fileWithGraph(put: Put): Uint8Array {
  return writeMessage((writer) => {
    putInt(writer, modelFields.irVersion, 8)
    putMessage(writer, modelFields.graph, () => put(writer))
  })
}

function fileWithTensor(put: Put): Uint8Array {
  return fileWithGraph((writer) =>
    putMessage(writer, graphFields.initializer, () => {
      putText(writer, tensorFields.name, 'w')
      put(writer)
    }),
  )
}

function errorOf(bytes: Uint8Array): OnnxFormatError {
  try {
    decodeModel(bytes)
  } catch (error) {
    if (error instanceof OnnxFormatError) return error
    throw error
  }
  throw new Error('The file was accepted.')
}

const packed = (field: Field): Field => ({ ...field, kind: 'bytes' })

describe('decodeModel', () => {
  it('leaves raw_data where it lies and says where', () => {
    const bytes = encodeModel(exampleNetwork())
    const weight = decodeModel(bytes).graph.initializers.get('weight')
    expect(weight?.bytes.buffer).toBe(bytes.buffer)
    expect(weight?.bytes.byteOffset).toBe(weight?.fileOffset)
    expect(weight && numberValues(weight)).toEqual([0.5, -2])
  })

  // Bytes as protobuf writes them: packed varints, little-endian words. Types and lists as onnx.proto pairs them.
  it.each<[string, number, Field, number[], number[], number[]]>([
    ['float_data', 1, tensorFields.floatData, [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0], [2], [1, -2]],
    ['int64_data', 7, tensorFields.int64Data, [...new Array(9).fill(255), 1, 0x80, 0x01], [2], [-1, 128]],
    ['int32_data of int8', 3, tensorFields.int32Data, [...new Array(9).fill(255), 1, 5], [2], [-1, 5]],
    ['int32_data of float16', 10, tensorFields.int32Data, [0x80, 0x78], [1], [1]],
    ['int32_data of int4', 22, tensorFields.int32Data, [0xf8, 0x01, 0x07], [3], [-8, -1, 7]],
    ['int32_data of bool', 9, tensorFields.int32Data, [1, 0], [2], [1, 0]],
    ['double_data', 11, tensorFields.doubleData, [0, 0, 0, 0, 0, 0, 0xf0, 0x3f], [], [1]],
    ['uint64_data of uint32', 12, tensorFields.uint64Data, [255, 255, 255, 255, 15], [1], [2 ** 32 - 1]],
  ])('reads %s as if it were raw_data', (_, code, field, content, shape, values) => {
    const file = fileWithTensor((writer) => {
      for (const extent of shape) putInt(writer, tensorFields.dims, extent)
      putInt(writer, tensorFields.dataType, code)
      putBytes(writer, packed(field), Uint8Array.from(content))
    })
    const tensor = decodeModel(file).graph.initializers.get('w')
    expect(tensor && numberValues(tensor)).toEqual(values)
    expect(tensor?.fileOffset).toBeUndefined()
  })

  it('reads lists that are not packed', () => {
    const file = fileWithTensor((writer) => {
      putInt(writer, tensorFields.dims, 2)
      putInt(writer, tensorFields.dataType, 6)
      putInt(writer, tensorFields.int32Data, 3)
      putInt(writer, tensorFields.int32Data, -4)
    })
    const tensor = decodeModel(file).graph.initializers.get('w')
    expect(tensor && numberValues(tensor)).toEqual([3, -4])
  })

  it('reads an attribute without a declared type by the field that is set', () => {
    const file = fileWithGraph((writer) =>
      putMessage(writer, graphFields.node, () => {
        putText(writer, nodeFields.opType, 'Relu')
        putMessage(writer, nodeFields.attribute, () => {
          putText(writer, attributeFields.name, 'axis')
          putInt(writer, attributeFields.int, -1)
        })
      }),
    )
    expect(decodeModel(file).graph.nodes[0]?.attributes).toEqual({ axis: { kind: 'int', value: -1 } })
  })

  it.each<[string, number[], string]>([
    ['nothing', [], 'The file is empty'],
    ['a PNG image', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 'looks like a PNG image'],
    ['a PyTorch checkpoint', [0x50, 0x4b, 0x03, 0x04, 20], 'PyTorch checkpoints are ZIP archives'],
    ['a pickle', [0x80, 0x02, 0x8a, 0x0a], 'Python pickle'],
    ['HDF5', [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a], 'HDF5'],
    ['an .ort file', [28, 0, 0, 0, 0x4f, 0x52, 0x54, 0x4d], 'ONNX Runtime .ort file'],
    ['safetensors', [2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x22], 'safetensors'],
    ['an HTML page', [...Buffer.from('<!DOCTYPE html>')], 'web page'],
    ['a Git LFS pointer', [...Buffer.from('version https://git-lfs.github.com/spec/v1')], 'git lfs pull'],
    ['encrypted bytes', [0xd7, 0x1c, 0x99, 0x03, 0x55, 0xee], 'no ONNX model'],
    ['another protobuf', [0x12, 0x03, 0x61, 0x62, 0x63], 'no ONNX model'],
  ])('calls %s not-onnx and says what it looks like', (_, bytes, message) => {
    const error = errorOf(Uint8Array.from(bytes))
    expect(error.code).toBe('not-onnx')
    expect(error.message).toContain(message)
  })

  it('calls a file that was cut short truncated-file, wherever in its structure it was cut', () => {
    const bytes = encodeModel(exampleNetwork())
    for (const length of [3, 10, 40, Math.floor(bytes.length / 2), bytes.length - 5]) {
      expect(errorOf(bytes.slice(0, length)).code, `${length} bytes`).toBe('truncated-file')
    }
  })

  it('refuses bytes appended to a model', () => {
    const bytes = encodeModel(exampleNetwork())
    const error = errorOf(Uint8Array.from([...bytes, ...Buffer.from('PK\u0003\u0004payload')]))
    expect(error.code).toBe('malformed-model')
    expect(error.message).toContain('append nothing to it')
  })

  it.each<[string, Put]>([
    ['location', (writer) => putInt(writer, tensorFields.dataLocation, 1)],
    ['an address in memory', (writer) => putEntry(writer, 'location', '*/_ORT_MEM_ADDR_/*')],
    ['a path upwards', (writer) => putEntry(writer, 'location', '../../etc/passwd')],
  ])('refuses external data by %s', (_, put) => {
    const error = errorOf(fileWithTensor(put))
    expect(error.code).toBe('external-data')
    expect(error.message).toContain('Tensor "w"')
  })

  it('refuses external data in a Constant of a subgraph', () => {
    const file = fileWithGraph((writer) =>
      putMessage(writer, graphFields.node, () => {
        putText(writer, nodeFields.opType, 'If')
        putAttribute(writer, 'then_branch', 'graph', () =>
          putMessage(writer, graphFields.node, () => {
            putText(writer, nodeFields.opType, 'Constant')
            putAttribute(writer, 'value', 'tensor', () => putEntry(writer, 'location', 'weights.bin'))
          }),
        )
      }),
    )
    expect(errorOf(file).code).toBe('external-data')
  })

  it.each<[string, Uint8Array, string]>([
    [
      'a count that the bytes do not hold',
      fileWithTensor((writer) => {
        putInt(writer, tensorFields.dims, 1_000_000_000)
        putInt(writer, tensorFields.dataType, 1)
        putBytes(writer, tensorFields.rawData, new Uint8Array(4))
      }),
      'Tensor "w" of float32[1000000000] needs 4000000000 bytes of raw_data, the file holds 4.',
    ],
    [
      'a list that is too short',
      fileWithTensor((writer) => {
        putInt(writer, tensorFields.dims, 3)
        putInt(writer, tensorFields.dataType, 7)
        putInt(writer, tensorFields.int64Data, 1)
      }),
      'needs 3 values in int64Data, the file holds 1',
    ],
    [
      'an element type that is none',
      fileWithTensor((writer) => putInt(writer, tensorFields.dataType, 99)),
      'Tensor "w" has element type 99',
    ],
    [
      'a negative extent',
      fileWithTensor((writer) => {
        putInt(writer, tensorFields.dims, -1)
        putInt(writer, tensorFields.dataType, 1)
      }),
      'negative extent: [-1]',
    ],
    [
      'two initializers of one name',
      fileWithGraph((writer) => {
        for (let copies = 0; copies < 2; copies++) {
          putMessage(writer, graphFields.initializer, () => {
            putText(writer, tensorFields.name, 'w')
            putInt(writer, tensorFields.dims, 0)
            putInt(writer, tensorFields.dataType, 1)
          })
        }
      }),
      'Initializer "w" is given twice',
    ],
    [
      'a sparse initializer',
      fileWithGraph((writer) => putMessage(writer, graphFields.sparseInitializer, () => undefined)),
      'sparse initializer',
    ],
    [
      'training information',
      writeMessage((writer) => {
        putInt(writer, modelFields.irVersion, 8)
        putMessage(writer, modelFields.trainingInfo, () => undefined)
      }),
      'training information',
    ],
    [
      'two graphs',
      writeMessage((writer) => {
        putInt(writer, modelFields.irVersion, 8)
        putMessage(writer, modelFields.graph, () => undefined)
        putMessage(writer, modelFields.graph, () => undefined)
      }),
      'Field graph is given twice',
    ],
    [
      'a name that is no UTF-8',
      fileWithGraph((writer) => putBytes(writer, packed(graphFields.name), Uint8Array.of(0xff, 0xfe))),
      'not valid UTF-8',
    ],
    [
      'a name that is too long',
      fileWithGraph((writer) => putText(writer, graphFields.name, 'n'.repeat(4097))),
      'A text has 4097 bytes, at most 4096',
    ],
    [
      'a number of eleven bytes',
      Uint8Array.of(8, 8, 0x3a, 13, 0x0a, 11, ...new Array<number>(11).fill(0x80)),
      'more than the ten bytes',
    ],
    ['a length past its message', Uint8Array.of(8, 8, 0x3a, 2, 0x0a, 9, 0, 0, 0), 'declares 9 bytes, but its message'],
    ['a field of the wrong kind', Uint8Array.of(8, 8, 0x3a, 2, 0x08, 1), 'Field node has wire type 0, expected 2'],
  ])('calls %s malformed-model', (_, bytes, message) => {
    const error = errorOf(bytes)
    expect(error.message).toContain(message)
    expect(error.code).toBe('malformed-model')
  })

  it('names the place of an error', () => {
    const file = fileWithTensor((writer) => putInt(writer, tensorFields.dataType, 99))
    expect(errorOf(file).message).toMatch(/Found at model\.graph\.initializer\[0\], byte \d+ of \d+/)
  })

  it('bounds the nesting of graphs', () => {
    let graph: Graph = exampleGraph({ inputs: [], outputs: [], nodes: [] })
    for (let depth = 0; depth < 9; depth++) {
      const body = { body: { kind: 'graph', value: graph } } as const
      graph = exampleGraph({ inputs: [], outputs: [], nodes: [exampleNode('Loop', [], [], body)] })
    }
    const bytes = encodeModel(exampleModel(graph))
    expect(() => decodeModel(bytes)).toThrow('nested more than 8 deep')
    expect(() => decodeModel(bytes, { subgraphDepth: 9 })).not.toThrow()
  })

  it('bounds nodes, tensors, fields, lists and memory', () => {
    const bytes = encodeModel(exampleNetwork())
    expect(() => decodeModel(bytes, { nodes: 2 })).toThrow('more than 2 nodes')
    expect(() => decodeModel(bytes, { tensors: 1 })).toThrow('more than 1 tensors')
    expect(() => decodeModel(bytes, { fields: 10 })).toThrow('more than 10 fields')
    expect(() => decodeModel(bytes, { listLength: 2 })).toThrow('more than the 2 entries')
    expect(() => decodeModel(bytes, { memoryBytes: 1000 })).toThrow('more than the 1000 bytes of memory')
    expect(() => decodeModel(bytes, { fileBytes: 100 })).toThrow('a model may have 100')
  })

  it('reads a file of 256 MB of weights in well under a second, without copying them', () => {
    const weight: ConstantTensor = { dataType: 'float32', shape: [64, 2 ** 20], bytes: new Uint8Array(2 ** 28) }
    const bytes = encodeModel(
      exampleModel(exampleGraph({ inputs: [], outputs: [], nodes: [], initializers: { weight } })),
    )
    const before = process.memoryUsage().arrayBuffers
    const started = performance.now()
    const model = decodeModel(bytes)
    expect(performance.now() - started).toBeLessThan(500)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20)
    expect(model.graph.initializers.get('weight')?.bytes.byteLength).toBe(2 ** 28)
  })
})

function putEntry(writer: WireWriter, key: string, value: string): void {
  putMessage(writer, tensorFields.externalData, () => {
    putText(writer, stringEntryFields.key, key)
    putText(writer, stringEntryFields.value, value)
  })
}

function putAttribute(writer: WireWriter, name: string, kind: 'graph' | 'tensor', put: () => void): void {
  putMessage(writer, nodeFields.attribute, () => {
    putText(writer, attributeFields.name, name)
    putMessage(writer, attributeFields[kind], put)
    putInt(writer, attributeFields.type, attributeTypeCodes[kind])
  })
}
