import { describe, expect, test } from 'vitest'
import { attributesOf, constantTensor, decodeModel, encodeModel, type Node, specialise } from '../onnx/index.ts'
import { openForAttack, readGradient } from './index.ts'

const windowShape = [4, 3, 2] as const

const node = (opType: string, inputs: string[], output: string, attributes = {}, name = opType): Node => ({
  ...{ opType, domain: '', name, inputs, outputs: [output], attributes: attributesOf(attributes) },
})

/** What is read of a network of these nodes behind logits z = (2 x, 1 - x). */
async function readingOf(nodes: readonly Node[]) {
  const value = (name: string, channels: number) =>
    ({ name, kind: 'tensor', dataType: 'float32', shape: [1, channels, 'd', 'h', 'w'] }) as const
  const file = encodeModel({
    irVersion: 10,
    opsets: new Map([['', 21]]),
    graph: {
      name: 'read',
      inputs: [value('x', 1)],
      outputs: [value('y', 2)],
      nodes: [node('Conv', ['x', 'w', 'b'], 'z'), ...nodes],
      initializers: new Map([
        ['w', constantTensor('float32', [2, 1, 1, 1, 1], [2, -1])],
        ['b', constantTensor('float32', [2], [0, 1])],
        ['two', constantTensor('float32', [], [2])],
      ]),
      valueInfo: new Map(),
    },
  })
  const opened = await openForAttack(file, { windowShape })
  const graph = specialise(decodeModel(file), [1, 1, ...windowShape])
  try {
    return await readGradient(opened, { graph, file })
  } finally {
    await opened.model.close()
  }
}

describe('what is read of a file before any attack', () => {
  test('nothing against a plain network, and the same each time', async () => {
    const nodes = [node('Identity', ['z'], 'y')]
    const outcome = await readingOf(nodes)
    const reading = { gradient: 'available', findings: [], check: { agrees: true, zeroShare: 0 } }
    expect(outcome).toMatchObject({ kind: 'read', reading })
    expect(await readingOf(nodes)).toEqual(outcome)
  })

  test('the range of probabilities', async () => {
    const outcome = await readingOf([node('Softmax', ['z'], 'y', { axis: 1 })])
    const output = outcome.kind === 'read' ? outcome.reading.output : undefined
    expect(output?.least).toBeGreaterThan(0)
    expect(output?.greatest).toBeLessThan(1)
    expect(output?.leastSum).toBeCloseTo(1, 6)
    expect(output?.greatestSum).toBeCloseTo(1, 6)
  })

  test('the node that rounds, its name cut to what a report bears', async () => {
    const long = 'r'.repeat(500)
    const outcome = await readingOf([node('Round', ['z'], 'y', {}, long)])
    const finding = { kind: 'straight-through', opType: 'Round', nodeName: 'r'.repeat(400) }
    expect(outcome).toMatchObject({ reading: { findings: [finding] } })
  })

  test('an output that is not finite', async () => {
    // log(z - 2) is NaN wherever z < 2.
    const outcome = await readingOf([node('Sub', ['z', 'two'], 's'), node('Log', ['s'], 'y')])
    expect(outcome).toEqual({ kind: 'non-finite', value: Number.NaN })
  })
})
