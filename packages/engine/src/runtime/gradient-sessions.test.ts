import { describe, expect, test } from 'vitest'
import { deriveVjp } from '../differentiate/index.ts'
import { constantTensor, decodeModel, encodeModel, type Node, specialise } from '../onnx/index.ts'
import { splitVjp } from '../optimize/index.ts'
import { isMissing, readBytes } from '../test/shared-data.ts'
import { openGradientSessions } from './gradient-sessions.ts'
import { openJointGradientSession } from './joint-gradient-session.ts'

const node = (opType: string, inputs: string[], outputs: string[]): Node => ({
  opType,
  domain: '',
  name: outputs[0] ?? '',
  inputs,
  outputs,
  attributes: {},
})
const value = (name: string, shape: number[]) => ({ name, kind: 'tensor', dataType: 'float32', shape }) as const

/** z = exp(w x) + x, so that both x and exp(w x) are needed again on the way back. */
function example() {
  const model = encodeModel({
    irVersion: 10,
    opsets: new Map([['', 21]]),
    graph: {
      name: 'example',
      inputs: [value('x', [1, 1, 1, 1, 3])],
      outputs: [value('z', [1, 1, 1, 1, 3])],
      nodes: [node('Mul', ['x', 'w'], ['u']), node('Exp', ['u'], ['v']), node('Add', ['v', 'x'], ['z'])],
      initializers: new Map([['w', constantTensor('float32', [1], [0.5])]]),
      valueInfo: new Map(),
    },
  })
  return deriveVjp(specialise(decodeModel(model), [1, 1, 1, 1, 3]))
}

describe('a gradient graph cut where the logits are known', () => {
  test('the forward part makes the logits and what the backward part reads of it; no node is in both', () => {
    const joint = example()
    const { forward, backward, residuals } = splitVjp(joint)
    expect(forward.nodes.map(({ opType }) => opType)).toEqual(['Mul', 'Exp', 'Add'])
    expect(forward.nodes.length + backward.nodes.length).toBe(joint.nodes.length)
    expect([...residuals.keys()]).toEqual(['v'])
    expect(forward.outputs.map(({ name }) => name)).toEqual(['z', 'v'])
    expect(backward.inputs.map(({ name }) => name)).toContain('v')
  })

  test('its two sessions give (1 + w exp(w x)) dz, also for the next x', async () => {
    const sessions = await openGradientSessions(example(), Uint8Array.of(0), {})
    const shape = [1, 1, 1, 1, 3]
    const dz = { shape, data: Float32Array.of(1, 2, -1) }
    for (const x of [
      [0, 1, 2],
      [3, -1, 0.5],
    ]) {
      const z = await sessions.forward({ shape, data: Float32Array.from(x) })
      const dx = await sessions.backward(dz)
      for (const [i, at] of x.entries()) {
        expect(z[i]).toBeCloseTo(Math.exp(at / 2) + at, 5)
        expect(dx[i]).toBeCloseTo((1 + Math.exp(at / 2) / 2) * (dz.data[i] ?? 0), 5)
      }
    }
    await sessions.close()
    await expect(sessions.backward(dz)).rejects.toThrow('needs the forward pass before it')
  })
})

describe.skipIf(isMissing('oracle/unet-ts17/model.onnx'))('a U-Net', () => {
  test('has the same gradient in two sessions as in one', async () => {
    const shape = [1, 1, 32, 32, 32]
    const file = readBytes('oracle/unet-ts17/model.onnx')
    const joint = deriveVjp(specialise(decodeModel(file), shape))
    const x = { shape, data: Float32Array.from({ length: 32 ** 3 }, (_, i) => (i % 97) / 97) }
    const dz = {
      shape: [1, 3, 32, 32, 32],
      data: Float32Array.from({ length: 3 * 32 ** 3 }, (_, i) => ((i % 89) - 44) / 89),
    }
    const whole = await openJointGradientSession(joint, file, { forward: async () => new Float32Array() })
    const sessions = await openGradientSessions(joint, file, {})
    expect(await sessions.vjp(x, dz)).toEqual(await whole.vjp(x, dz))
    await whole.forward(x)
    expect(await whole.backward(dz)).toEqual(await sessions.vjp(x, dz))
    await whole.close()
    await sessions.close()
  })
})
