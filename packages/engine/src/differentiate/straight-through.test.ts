import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { diceCrossEntropy } from '../attacks/index.ts'
import { GraphBuilder } from '../build/index.ts'
import { decodeModel, encodeModel, type StaticGraph, specialise } from '../onnx/index.ts'
import { openSession } from '../runtime/index.ts'
import type { FloatTensor, Shape } from '../tensor/index.ts'
import { isMissing, readBytes, readFloats, readJson, sharedData } from '../test/shared-data.ts'
import { deriveVjp } from './index.ts'
import { emptyGraph, encode } from './test/static-graph.ts'

/** dL/dx at x for L = <dz, y>. */
async function gradientAt(graph: StaticGraph, x: FloatTensor, dz: readonly number[]): Promise<number[]> {
  const joint = deriveVjp(graph)
  const [image = '', seed = ''] = joint.inputs.map(({ name }) => name)
  const dx = joint.outputs[1]?.name ?? ''
  const session = await openSession(encode(joint), { threads: 1 }, 'a straight-through estimate')
  const shape = graph.outputs[0]?.shape as Shape
  const feeds = { [image]: x, [seed]: { shape, data: Float32Array.from(dz) } }
  const isRead = new Set(session.inputs.map(({ name }) => name))
  const given = Object.fromEntries(Object.entries(feeds).filter(([name]) => isRead.has(name)))
  const result = (await session.run(given, [dx]))[dx]
  await session.close()
  return [...(result?.data ?? [])]
}

/** y at x, as the derived graph computes it. */
async function valuesAt(graph: StaticGraph, x: FloatTensor): Promise<number[]> {
  const joint = deriveVjp(graph)
  const [y = ''] = joint.outputs.map(({ name }) => name)
  const session = await openSession(encode({ ...joint, outputs: joint.outputs.slice(0, 1) }), { threads: 1 }, 'values')
  const [seed = ''] = joint.inputs.slice(1).map(({ name }) => name)
  const shape = graph.outputs[0]?.shape as Shape
  const zeros = { shape, data: new Float32Array(shape.reduce((product, extent) => product * extent, 1)) }
  const result = (await session.run({ [joint.inputs[0]?.name ?? '']: x, [seed]: zeros }, [y]))[y]
  await session.close()
  return [...(result?.data ?? [])]
}

function graphOf(shape: Shape, write: (g: GraphBuilder, x: string) => string): StaticGraph {
  const g = GraphBuilder.over(emptyGraph(21))
  const x = g.declare('x', { dataType: 'float32', shape }, 'x')
  return g.finish('estimated', [x], [write(g, x)])
}

const cast = (g: GraphBuilder, x: string, to: number) => g.emit('Cast', [x], { to })

describe('steps of zero gradient pass an estimate', () => {
  const x = { shape: [1, 4], data: Float32Array.of(-3, -0.4, 0.6, 2) }
  const dz = [1, 2, 3, 4]

  test.each(['Round', 'Floor', 'Ceil'])('%s: dx = dy', async (opType) => {
    const graph = graphOf([1, 4], (g, image) => g.emit(opType, [image]))
    expect(await gradientAt(graph, x, dz)).toEqual([1, 2, 3, 4])
  })

  test('Sign: dx = dy inside [-1, 1]', async () => {
    const graph = graphOf([1, 4], (g, image) => g.emit('Sign', [image]))
    expect(await gradientAt(graph, x, dz)).toEqual([0, 2, 3, 0])
  })

  test('Hardmax: the gradient of Softmax', async () => {
    const graph = graphOf([1, 2], (g, image) => g.emit('Hardmax', [image]))
    // Softmax of equal scores is 1/2 each: dx = 1/2 (dy - mean dy).
    expect(await gradientAt(graph, { shape: [1, 2], data: Float32Array.of(0, 0) }, [1, 0])).toEqual([0.25, -0.25])
  })

  test.each([
    {
      title: 'OneHot behind the class axis',
      write: (g: GraphBuilder, image: string) => {
        const chosen = g.emit('ArgMax', [image], { axis: 0, keepdims: 0 })
        const onOff = g.constant('int64', [2], [0, 1])
        return cast(g, g.emit('OneHot', [chosen, g.scalar(3, 'int64'), onOff], { axis: -1 }), 1)
      },
      // [places, classes]
      dz: [1, 0, 0, 0, 2, 0],
      y: [1, 0, 0, 0, 0, 1],
    },
    {
      title: 'a comparison with every class along a new axis',
      write: (g: GraphBuilder, image: string) => {
        const chosen = g.emit('ArgMax', [image], { axis: 0, keepdims: 1 })
        return cast(g, g.emit('Equal', [chosen, g.constant('int64', [3, 1], [0, 1, 2])]), 1)
      },
      // [classes, places]
      dz: [1, 0, 0, 2, 0, 0],
      y: [1, 0, 0, 0, 0, 1],
    },
    {
      title: 'a comparison with one class',
      write: (g: GraphBuilder, image: string) => {
        const chosen = g.emit('ArgMax', [image], { axis: 0, keepdims: 0 })
        return cast(g, g.emit('Equal', [g.scalar(0, 'int64'), chosen]), 1)
      },
      dz: [1, 0],
      y: [1, 0],
    },
  ])('ArgMax with $title: the same values, the gradient of Softmax', async ({ write, dz: seed, y }) => {
    const graph = graphOf([3, 2], write)
    // Scores of the two places over three classes: (log 2, 0, 0) and (0, 0, log 2).
    const scores = { shape: [3, 2], data: Float32Array.of(Math.LN2, 0, 0, 0, 0, Math.LN2) }
    expect(await valuesAt(graph, scores)).toEqual(y)
    const gradient = await gradientAt(graph, scores, seed)
    // Softmax (1/2, 1/4, 1/4): d y_0 = 1/2 (1 - 1/2), -1/2 1/4 twice; at the other place 2 d y_1 or nothing.
    const second = seed.includes(2) ? [-0.125, 0.375, -0.25] : [0, 0, 0]
    const expected = [0.25, second[0], -0.125, second[1], -0.125, second[2]]
    gradient.forEach((value, at) => {
      expect(value).toBeCloseTo(expected[at] ?? 0, 5)
    })
  })

  test('casts to integer and back, through integer arithmetic: as if of floats', async () => {
    const graph = graphOf([1, 4], (g, image) => {
      const whole = cast(g, image, 6)
      const scaled = g.emit('Mul', [g.emit('Add', [whole, g.scalar(2, 'int32')]), g.scalar(3, 'int32')])
      const bounded = g.emit('Clip', [
        g.emit('Reshape', [scaled, g.ints([4])]),
        g.scalar(0, 'int32'),
        g.scalar(9, 'int32'),
      ])
      return g.emit('Reshape', [cast(g, bounded, 1), g.ints([1, 4])])
    })
    // (x + 2) · 3 = -3, 6, 6, 12 for the whole parts -3, 0, 0, 2: the first and the last are clipped to [0, 9].
    expect(await gradientAt(graph, x, dz)).toEqual([0, 6, 9, 0])
  })

  test.each([
    // x / 0.02 = -150, -20, 30, 100: int8 holds all but the first.
    { title: 'one scale', scale: [0.02], zero: [0], attributes: {}, expected: [0, 2, 3, 4] },
    // x / (0.02, 0.02, 0.02, 0.01) + zero = ..., 200: int8 does not hold the last either.
    {
      title: 'a scale per channel',
      scale: [0.02, 0.02, 0.02, 0.01],
      zero: [0, 0, 0, 1],
      attributes: { axis: 1 },
      expected: [0, 2, 3, 0],
    },
  ])('QuantizeLinear and DequantizeLinear with $title: dx = dy where nothing saturates', async (given) => {
    const graph = graphOf([1, 4], (g, image) => {
      const count = given.scale.length === 1 ? [] : [4]
      const parameters = [g.constant('float32', count, given.scale), g.constant('int8', count, given.zero)]
      const q = g.emit('QuantizeLinear', [image, ...parameters], given.attributes)
      return g.emit('DequantizeLinear', [q, ...parameters], given.attributes)
    })
    const gradient = await gradientAt(graph, x, dz)
    given.expected.forEach((value, at) => {
      expect(gradient[at]).toBeCloseTo(value, 5)
    })
  })

  test('DynamicQuantizeLinear with MatMulInteger: the product with the weights that the integers stand for', async () => {
    const graph = graphOf([1, 4], (g, image) => {
      const [q = '', scale = '', zero = ''] = g.emitAll('DynamicQuantizeLinear', [image], {}, 3)
      const w = g.constant('int8', [4, 1], [1, -2, 3, 4])
      return g.emit('Mul', [cast(g, g.emit('MatMulInteger', [q, w, zero]), 1), scale])
    })
    // Where everything is 0, ONNX Runtime quantises with a scale of 1.
    for (const data of [x.data, new Float32Array(4)]) {
      const gradient = await gradientAt(graph, { shape: [1, 4], data }, [2])
      const expected = [2, -4, 6, 8]
      gradient.forEach((value, at) => {
        expect(value).toBeCloseTo(expected[at] ?? 0, 4)
      })
    }
  })

  test('QLinearMatMul: scales and weights of the operands, nothing where the result saturates', async () => {
    const graph = graphOf([1, 4], (g, image) => {
      const [scale, zero] = [g.scalar(0.05), g.scalar(10, 'int8')]
      const q = g.emit('QuantizeLinear', [image, scale, zero])
      const w = g.constant('int8', [4, 2], [1, 0, 0, 2, 3, 0, 0, 100])
      const product = g.emit('QLinearMatMul', [q, scale, zero, w, g.scalar(0.5), g.scalar(0, 'int8'), scale, zero])
      return g.emit('DequantizeLinear', [product, scale, zero])
    })
    // Second column: 2 · 0.5 · -0.4 + 100 · 0.5 · 2 = 99.6 saturates at 5.85.
    const gradient = await gradientAt(graph, x, [1, 1])
    const expected = [0.5, 0, 1.5, 0]
    gradient.forEach((value, at) => {
      expect(value).toBeCloseTo(expected[at] ?? 0, 5)
    })
  })

  const image = { shape: [1, 1, 2, 2], data: Float32Array.of(0.5, -1, 1.5, 2) }

  test('QLinearConv with a bias and a scale per filter: the filters that the integers stand for', async () => {
    const graph = graphOf([1, 1, 2, 2], (g, value) => {
      const [scale, zero] = [g.scalar(0.1), g.scalar(128, 'uint8')]
      const q = g.emit('QuantizeLinear', [value, scale, zero])
      const w = g.constant('int8', [2, 1, 1, 1], [20, 100])
      const weights = [w, g.constant('float32', [2], [0.1, 0.5]), g.constant('int8', [2], [0, 0])]
      const bias = g.constant('int32', [2], [100, 0])
      const y = g.emit('QLinearConv', [q, scale, zero, ...weights, scale, zero, bias])
      return g.emit('DequantizeLinear', [y, scale, zero])
    })
    // Filters 2 and 50. What the second gives, 25, -50, 75 and 100, is beyond what uint8 holds here, -12.8 to 12.7.
    const gradient = await gradientAt(graph, image, [1, 1, 1, 1, 1, 1, 1, 1])
    gradient.forEach((value) => {
      expect(value).toBeCloseTo(2, 4)
    })
  })

  test('ConvInteger behind DynamicQuantizeLinear: the filter without its zero point', async () => {
    const graph = graphOf([1, 1, 2, 2], (g, value) => {
      const [q = '', scale = '', zero = ''] = g.emitAll('DynamicQuantizeLinear', [value], {}, 3)
      const w = g.constant('uint8', [1, 1, 1, 2], [131, 126])
      const y = g.emit('ConvInteger', [q, w, zero, g.scalar(128, 'uint8')])
      return g.emit('Mul', [cast(g, y, 1), scale])
    })
    // The filter is (3, -2).
    const gradient = await gradientAt(graph, image, [1, 10])
    const expected = [3, -2, 30, -20]
    gradient.forEach((value, at) => {
      expect(value).toBeCloseTo(expected[at] ?? 0, 3)
    })
  })

  test('dropout in training mode and added noise: dx = dy', async () => {
    const graph = graphOf([1, 4], (g, image) => {
      const noisy = g.emit('Add', [image, g.emit('RandomNormalLike', [image])])
      return g.emit('Dropout', [noisy, g.scalar(0.3), g.constant('bool', [], [1])])
    })
    expect(await gradientAt(graph, x, dz)).toEqual([1, 2, 3, 4])
  })
})

describe('weights of few bits', () => {
  test.each([
    ['float16', 1e-3],
    ['bfloat16', 8e-3],
  ] as const)('a model in %s is differentiated in float32', async (dataType, tolerance) => {
    const g = GraphBuilder.over(emptyGraph(21))
    const x = g.declare('x', { dataType: 'float32', shape: [1, 1, 3] }, 'x')
    const w = g.constant(dataType, [1, 1, 2], [0.3, -1.7])
    const narrow = g.emit('Cast', [x], { to: dataType === 'float16' ? 10 : 16 })
    const y = g.emit('Cast', [g.emit('Conv', [narrow, w])], { to: 1 })
    const written = g.finish('narrow', [x], [y])
    const bytes = encodeModel({ graph: written, opsets: new Map([['', 21]]), irVersion: 10 })
    const graph = specialise(decodeModel(bytes), [1, 1, 3])
    const gradient = await gradientAt(graph, { shape: [1, 1, 3], data: Float32Array.of(1, 2, 3) }, [1, 1])
    const expected = [0.3, -1.4, -1.7]
    gradient.forEach((value, at) => {
      expect(Math.abs(value - (expected[at] ?? 0))).toBeLessThan(tolerance)
    })
  })
})

describe('a model quantised to int8', () => {
  test('is differentiated through QuantizeLinear and DequantizeLinear of activations and weights', async () => {
    const g = GraphBuilder.over(emptyGraph(21))
    const x = g.declare('x', { dataType: 'float32', shape: [1, 1, 4] }, 'x')
    const requantised = (value: string, scale: number) => {
      const parameters = [g.scalar(scale), g.scalar(0, 'int8')]
      return g.emit('DequantizeLinear', [g.emit('QuantizeLinear', [value, ...parameters]), ...parameters])
    }
    const q = g.constant('int8', [2, 1, 2], [10, -20, 40, 5])
    const w = g.emit(
      'DequantizeLinear',
      [q, g.constant('float32', [2], [0.1, 0.02]), g.constant('int8', [2], [0, 0])],
      {
        axis: 0,
      },
    )
    const y = requantised(g.emit('Conv', [requantised(x, 0.05), w]), 0.1)
    const written = g.finish('quantised', [x], [y])
    const bytes = encodeModel({ graph: written, opsets: new Map([['', 21]]), irVersion: 10 })
    const graph = specialise(decodeModel(bytes), [1, 1, 4])
    const gradient = await gradientAt(
      graph,
      { shape: [1, 1, 4], data: Float32Array.of(0.5, -1, 1.5, 9) },
      [1, 1, 1, 1, 1, 1],
    )
    // Weights (1, -2) and (0.8, 0.1). 9 / 0.05 = 180 saturates, to 6.35; the results, -11.2 the largest, do not.
    const expected = [1.8, -0.1, -0.1, 0]
    gradient.forEach((value, at) => {
      expect(value).toBeCloseTo(expected[at] ?? 0, 5)
    })
  })
})

/** Of a choice of class only the voxels that change sides count, so that the loss moves little. */
const estimated = [
  ['diag-round-ts', 0.05],
  ['diag-cast-ts', 0.05],
  ['diag-argmax-ts', 0.001],
] as const

describe.skipIf(isMissing('oracle'))('networks whose true gradient is zero everywhere', () => {
  test.each(estimated)('%s: ascent along the estimate raises the loss', async (name, gain) => {
    const { input_shape: shape } = readJson(`oracle/${name}/meta.json`) as { input_shape: number[] }
    const graph = specialise(decodeModel(readFileSync(sharedData(`oracle/${name}/model.onnx`))), shape)
    const joint = deriveVjp(graph)
    const session = await openSession(encode(joint), { threads: 1 }, name)
    const [image = '', seed = ''] = joint.inputs.map((input) => input.name)
    const [z = '', dx = ''] = joint.outputs.map((output) => output.name)
    const zShape = graph.outputs[0]?.shape as Shape
    const labels = readBytes(`oracle/${name}/labels.u8`)
    const clean = readFloats(`oracle/${name}/input.f32`)
    const data = clean.slice()
    const losses: number[] = []
    const [epsilon, alpha] = [8 / 255, 2 / 255]
    for (let step = 0; step <= 10; step++) {
      const zeros = { shape: zShape, data: new Float32Array(labels.length * (zShape[1] ?? 1)) }
      const logits = (await session.run({ [image]: { shape, data }, [seed]: zeros }, [z]))[z]
      if (logits === undefined) throw new Error('no logits')
      const { loss, dz } = diceCrossEntropy(logits, labels)
      losses.push(loss)
      const feeds = { [image]: { shape, data }, [seed]: { shape: zShape, data: dz } }
      const gradient = (await session.run(feeds, [dx]))[dx]?.data ?? new Float32Array()
      expect(gradient.some((value) => value !== 0)).toBe(true)
      for (let at = 0; at < data.length; at++) {
        const centre = clean[at] ?? 0
        const moved = (data[at] ?? 0) + alpha * Math.sign(gradient[at] ?? 0)
        data[at] = Math.min(1, Math.max(0, Math.min(centre + epsilon, Math.max(centre - epsilon, moved))))
      }
    }
    await session.close()
    expect(Math.max(...losses)).toBeGreaterThan((losses[0] ?? 0) + gain)
  })
})
