import { describe, expect, test } from 'vitest'
import { constantTensor, encodeModel, type Node } from '../onnx/index.ts'
import { openSession, openWindowModel, RuntimeError, runtimeVersion } from './index.ts'

const windowShape = [2, 3, 2] as const
const voxels = 12

/** Logits (2 x, -x + 1) of one channel by a 1×1×1 convolution, then whatever node `last` is. */
function pointwiseModel(last: Partial<Node> = { opType: 'Identity' }): Uint8Array {
  const node = { domain: '', name: '', attributes: {}, outputs: ['logits'], inputs: ['z'], opType: 'Identity', ...last }
  return encodeModel({
    irVersion: 10,
    opsets: new Map([['', 21]]),
    graph: {
      name: 'pointwise',
      inputs: [{ name: 'image', kind: 'tensor', dataType: 'float32', shape: ['n', 1, 'd', 'h', 'w'] }],
      outputs: [{ name: 'logits', kind: 'tensor', dataType: 'float32', shape: ['n', 2, 'd', 'h', 'w'] }],
      nodes: [
        {
          opType: 'Conv',
          domain: '',
          name: 'head',
          inputs: ['image', 'weight', 'bias'],
          outputs: ['z'],
          attributes: {},
        },
        node,
      ],
      initializers: new Map([
        ['weight', constantTensor('float32', [2, 1, 1, 1, 1], [2, -1])],
        ['bias', constantTensor('float32', [2], [0, 1])],
      ]),
      valueInfo: new Map(),
    },
  })
}

const ramp = (length: number) => Float32Array.from({ length }, (_, i) => i / 8)

describe('a model opened at a window', () => {
  test('predicts, and pulls a cotangent back to its input', async () => {
    const model = await openWindowModel(pointwiseModel(), { windowShape })
    expect(model).toMatchObject({ channelCount: 1, classCount: 2, windowShape, batchSize: 1 })
    const x = ramp(voxels)
    const logits = await model.forward(x)
    expect([...logits]).toEqual([...x.map((value) => 2 * value), ...x.map((value) => 1 - value)])
    const dz = Float32Array.from({ length: 2 * voxels }, (_, i) => (i < voxels ? 3 : 1))
    expect([...(await model.vjp(x, dz))]).toEqual(new Array(voxels).fill(5))
    const both = await model.forwardThenVjp(x, (z) => z.map((_, i) => (i < voxels ? 3 : 1)))
    expect(both.logits).toEqual(logits)
    expect([...both.dx]).toEqual(new Array(voxels).fill(5))
    await model.close()
  })

  test('takes several volumes at once', async () => {
    const model = await openWindowModel(pointwiseModel(), { windowShape, batchSize: 2 })
    const logits = await model.forward(ramp(2 * voxels))
    expect(logits).toHaveLength(4 * voxels)
    expect(logits[2 * voxels]).toBe((2 * voxels) / 8)
    await model.close()
  })

  test('closed, it says so; closing twice is nothing', async () => {
    const model = await openWindowModel(pointwiseModel(), { windowShape })
    await model.close()
    await model.close()
    await expect(model.forward(ramp(voxels))).rejects.toMatchObject({ code: 'session-closed', retryable: false })
  })

  test('without its gradient graph it predicts and refuses to differentiate', async () => {
    const model = await openWindowModel(pointwiseModel(), { windowShape, gradient: false })
    expect(await model.forward(ramp(voxels))).toHaveLength(2 * voxels)
    const dz = new Float32Array(2 * voxels)
    await expect(model.vjp(ramp(voxels), dz)).rejects.toMatchObject({ code: 'no-gradient-graph' })
    await model.close()
  })

  test('an output that is no logits volume of the window is refused', async () => {
    const swapped = { opType: 'Transpose', attributes: { perm: { kind: 'ints', value: [0, 2, 1, 3, 4] } } } as const
    const opening = openWindowModel(pointwiseModel(swapped), { windowShape: [4, 3, 2] })
    await expect(opening).rejects.toThrow(
      'Output logits has shape [1, 4, 2, 3, 2]; logits [1, K, 4, 3, 2] are expected',
    )
  })

  test('data of another size than the window is refused', async () => {
    const model = await openWindowModel(pointwiseModel(), { windowShape })
    await expect(model.forward(ramp(5))).rejects.toThrow('x holds 5 values; shape [1, 1, 2, 3, 2] needs 12.')
    await model.close()
  })
})

describe('sessions', () => {
  test('bytes that ONNX Runtime cannot load end in a typed error that no retry helps', async () => {
    const opening = openSession(Uint8Array.of(1, 2, 3), {}, 'the junk')
    await expect(opening).rejects.toBeInstanceOf(RuntimeError)
    await expect(opening).rejects.toMatchObject({ code: 'model-not-loadable', retryable: false })
  })

  test('the version is that of the pinned package', () => {
    expect(runtimeVersion).toBe('1.30.0')
  })
})
