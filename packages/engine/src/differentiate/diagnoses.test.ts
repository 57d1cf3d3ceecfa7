import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { decodeModel, type StaticGraph, specialise } from '../onnx/index.ts'
import { GraphBuilder } from '../build/index.ts'
import { isMissing, readJson, sharedData } from '../test/shared-data.ts'
import { emptyGraph } from './test/static-graph.ts'
import { gradientDiagnoses } from './index.ts'

/** A graph over one image x [1, 3, 4] that `write` ends in the logits. */
function graphOf(write: (g: GraphBuilder, x: string) => string): StaticGraph {
  const g = GraphBuilder.over(emptyGraph(21))
  const x = g.declare('x', { dataType: 'float32', shape: [1, 3, 4] }, 'x')
  return g.finish('diagnosed', [x], [write(g, x)])
}

const kinds = (write: (g: GraphBuilder, x: string) => string) =>
  gradientDiagnoses(graphOf(write)).map(({ opType, kind }) => `${opType}: ${kind}`)

const toFloat = { to: 1 }

describe('what stands between image and logits is named', () => {
  test('nothing in a differentiable network', () => {
    expect(kinds((g, x) => g.emit('Relu', [g.emit('Mul', [x, x])]))).toEqual([])
  })

  test('rounding, signs and quantisation on the path', () => {
    expect(kinds((g, x) => g.emit('Round', [x]))).toEqual(['Round: straight-through'])
    expect(kinds((g, x) => g.emit('Sign', [x]))).toEqual(['Sign: straight-through'])
    const scale = (g: GraphBuilder) => [g.scalar(0.1), g.scalar(0, 'int8')]
    expect(
      kinds((g, x) => g.emit('DequantizeLinear', [g.emit('QuantizeLinear', [x, ...scale(g)]), ...scale(g)])),
    ).toEqual(['QuantizeLinear: straight-through'])
  })

  test('a cast to an integer that comes back through integer arithmetic', () => {
    const there = (g: GraphBuilder, x: string) => g.emit('Cast', [x], { to: 6 })
    expect(kinds((g, x) => g.emit('Cast', [g.emit('Add', [there(g, x), g.scalar(3, 'int32')])], toFloat))).toEqual([
      'Cast: straight-through',
    ])
  })

  test('no cast that is only a position', () => {
    const rows = (g: GraphBuilder, x: string) => g.emit('Cast', [g.emit('ReduceMin', [x])], { to: 7 })
    expect(kinds((g, x) => g.emit('Mul', [x, g.emit('GatherElements', [x, rows(g, x)], { axis: 2 })]))).toEqual([])
  })

  test('no comparison beside the path', () => {
    expect(
      kinds((g, x) => g.emit('Where', [g.emit('Greater', [x, g.scalar(20)]), x, g.emit('Softplus', [x])])),
    ).toEqual([])
  })

  test('a comparison that ends every path', () => {
    expect(kinds((g, x) => g.emit('Cast', [g.emit('Greater', [x, g.scalar(0.5)])], toFloat))).toEqual([
      'Greater: no-path',
    ])
  })

  test('random numbers wherever they enter', () => {
    expect(kinds((g, x) => g.emit('Add', [x, g.emit('RandomNormalLike', [x])]))).toEqual(['RandomNormalLike: random'])
  })

  test('ArgMax with OneHot, under the name of the ArgMax', () => {
    const classes = (g: GraphBuilder, x: string) => {
      const chosen = g.emit('ArgMax', [x], { axis: 1, keepdims: 0 })
      return g.emit('OneHot', [chosen, g.scalar(3, 'int64'), g.constant('float32', [2], [0, 1])], { axis: 1 })
    }
    expect(kinds(classes)).toEqual(['ArgMax: argmax'])
  })

  test('ArgMax compared with the classes', () => {
    const classes = (g: GraphBuilder, x: string) => {
      const chosen = g.emit('ArgMax', [x], { axis: 1, keepdims: 1 })
      return g.emit('Cast', [g.emit('Equal', [chosen, g.constant('int64', [3, 1], [0, 1, 2])])], toFloat)
    }
    expect(kinds(classes)).toEqual(['ArgMax: argmax'])
  })

  test('an ArgMax without a OneHot leaves no path', () => {
    expect(kinds((g, x) => g.emit('Cast', [g.emit('ArgMax', [x], { axis: 1 })], toFloat))).toEqual(['ArgMax: no-path'])
  })

  test('intensities that only choose from a table', () => {
    const index = (g: GraphBuilder, x: string) => g.emit('Cast', [x], { to: 7 })
    const table = (g: GraphBuilder) => g.constant('float32', [3], [0, 1, 4])
    expect(kinds((g, x) => g.emit('Gather', [table(g), index(g, x)]))).toEqual(['Gather: no-path'])
    const classes = (g: GraphBuilder, x: string) =>
      g.emit('OneHot', [index(g, x), g.scalar(3, 'int64'), g.constant('float32', [2], [0, 1])])
    expect(kinds(classes)).toEqual(['OneHot: no-path'])
  })

  test('a cast to true or false', () => {
    expect(kinds((g, x) => g.emit('Cast', [g.emit('Cast', [x], { to: 9 })], toFloat))).toEqual(['Cast: no-path'])
  })

  test('logits that do not depend on the image', () => {
    const found = gradientDiagnoses(
      graphOf((g) => g.emit('Relu', [g.constant('float32', [1, 3, 4], new Float32Array(12))])),
    )
    expect(found.map(({ opType, kind }) => `${opType}: ${kind}`)).toEqual(['Relu: no-path'])
    expect(found[0]?.message).toMatch(/^The output .+ does not depend on the input x\.$/)
  })
})

const expected: Readonly<Record<string, readonly string[]>> = {
  'diag-round-ts': ['Round: straight-through'],
  'diag-cast-ts': ['Cast: straight-through'],
  'diag-argmax-ts': ['ArgMax: argmax'],
  'diag-random-ts': ['RandomNormalLike: random'],
  'diag-dropout-ts': new Array<string>(6).fill('Dropout: training-dropout'),
}

const networks = isMissing('oracle')
  ? []
  : readdirSync(sharedData('oracle')).filter(
      (name) =>
        existsSync(sharedData(`oracle/${name}/model.onnx`)) &&
        existsSync(sharedData(`oracle/${name}/losses.json`)) &&
        name !== 'umamba-b-scan-dynamo20-noopt',
    )

describe.skipIf(networks.length === 0)('networks of the oracle', () => {
  test.each(networks)('%s raises what it must and no more', (name) => {
    const { input_shape: shape } = readJson(`oracle/${name}/meta.json`) as { input_shape: number[] }
    const graph = specialise(decodeModel(readFileSync(sharedData(`oracle/${name}/model.onnx`))), shape)
    const found = gradientDiagnoses(graph)
    expect(found.map(({ opType, kind }) => `${opType}: ${kind}`)).toEqual(expected[name] ?? [])
    for (const { nodeName, message } of found) expect(message).toContain(nodeName)
  })
})
