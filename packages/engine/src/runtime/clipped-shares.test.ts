import { describe, expect, test } from 'vitest'
import { attributesOf, constantTensor, decodeModel, type Node, type StaticGraph, specialise } from '../onnx/index.ts'
import { isMissing, readBytes, readFloats } from '../test/shared-data.ts'
import { clippedShares } from './clipped-shares.ts'

const shape = [1, 1, 2, 2, 2]
const image = { shape, data: Float32Array.of(0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1) }

function graphOf(nodes: readonly Node[]): StaticGraph {
  const value = { kind: 'tensor', dataType: 'float32', shape } as const
  const numbers: [string, number][] = [
    ['low', 0.25],
    ['high', 0.75],
    ['two', 2],
  ]
  const constants = numbers.map(([name, number]) => [name, constantTensor('float32', [], [number])] as const)
  const weight = constantTensor('float32', [1, 1, 1, 1, 1], [1])
  const model = {
    irVersion: 10,
    producer: '',
    opsets: new Map([['', 21]]),
    functions: [],
    graph: {
      name: 'clips',
      inputs: [{ ...value, name: 'x' }],
      outputs: [{ ...value, name: 'y' }],
      nodes,
      initializers: new Map([...constants, ['w', weight]]),
      valueInfo: new Map(),
    },
  }
  return specialise(model, shape)
}

const node = (opType: string, inputs: string[], output: string): Node => ({
  ...{ opType, domain: '', name: `${opType}-${output}`, inputs, outputs: [output] },
  attributes: attributesOf({}),
})

const sharesOf = (nodes: readonly Node[]) => clippedShares(graphOf(nodes), { file: Uint8Array.of(0), image })

describe('the share of intensities that a Clip cuts off', () => {
  test('counts what lies strictly outside of its bounds', async () => {
    // 0, 0.1, 0.2 and 1 of eight; 0.75 lies on the bound.
    expect(await sharesOf([node('Clip', ['x', 'low', 'high'], 'y')])).toEqual([
      { nodeName: 'Clip-y', opType: 'Clip', share: 0.5 },
    ])
  })

  test('is taken of the values that reach it', async () => {
    // Doubled: 0, 0.2 below; 0.8, 1, 1.5, 2 above; 0.4 and 0.6 within.
    const nodes = [node('Mul', ['x', 'two'], 'twice'), node('Clip', ['twice', 'low', 'high'], 'y')]
    expect(await sharesOf(nodes)).toMatchObject([{ share: 0.75 }])
  })

  test('is not asked of features, nor of a network without a Clip', async () => {
    expect(await sharesOf([node('Conv', ['x', 'w'], 'z'), node('Clip', ['z', 'low', 'high'], 'y')])).toEqual([])
    expect(await sharesOf([node('Relu', ['x'], 'y')])).toEqual([])
  })
})

describe.skipIf(isMissing('oracle/diag-clamp-dead-ts/model.onnx'))('contrast windows of the oracle', () => {
  test.each([
    // Its reference gradient is exactly zero in 92 % of the voxels.
    ['diag-clamp-dead-ts', 0.85, 1],
    ['diag-hu-window-ts', 0, 0.2],
  ])('%s', async (name, least, most) => {
    const file = readBytes(`oracle/${name}/model.onnx`)
    const volume = { shape: [1, 1, 24, 24, 24], data: readFloats(`oracle/${name}/input.f32`) }
    const [clip] = await clippedShares(specialise(decodeModel(file), volume.shape), { file, image: volume })
    expect(clip?.share).toBeGreaterThanOrEqual(least)
    expect(clip?.share).toBeLessThanOrEqual(most)
  })
})
