import { expect, test } from 'vitest'
import { deriveVjp } from '../differentiate/index.ts'
import { GraphBuilder } from '../build/index.ts'
import type { StaticGraph } from '../onnx/index.ts'
import { emptyGraph } from '../differentiate/test/static-graph.ts'
import { dropoutAtInference } from './dropout-at-inference.ts'
import { signMasks } from './sign-masks.ts'
import { singleSlopePrelus } from './single-slope-prelu.ts'
import { differenceAfter, smallGraph } from './test/compare.ts'

const operators = (graph: StaticGraph) => graph.nodes.map(({ opType }) => opType)
const attributes = {}

test('a PRelu of one constant slope becomes a LeakyRelu with the same values', async () => {
  const graph = smallGraph({ opType: 'PRelu', shapes: [[1, 3, 4, 5], [1]], attributes })
  expect(operators(singleSlopePrelus(graph))).not.toContain('PRelu')
  expect(await differenceAfter(singleSlopePrelus, graph)).toBeLessThan(1e-6)
})

test('a Dropout in training mode does nothing, in prediction and gradient alike', () => {
  const g = GraphBuilder.over(emptyGraph(21))
  const x = g.declare('x', { dataType: 'float32', shape: [1, 3] }, 'x')
  const dropped = g.emit('Dropout', [x, g.scalar(0.5), g.scalar(1, 'bool')])
  const graph = g.finish('dropout', [x], [g.emit('Relu', [dropped])])
  expect(operators(graph)).toEqual(['Dropout', 'Relu'])
  expect(operators(dropoutAtInference(graph))).toEqual(['Identity', 'Relu'])
})

test('a PRelu of several slopes stays', () => {
  const graph = smallGraph({
    opType: 'PRelu',
    shapes: [
      [1, 3, 4, 5],
      [3, 1, 1],
    ],
    attributes,
  })
  expect(operators(singleSlopePrelus(graph))).toEqual(['PRelu'])
})

test.each([
  ['Relu', {}, ['HardSigmoid']],
  ['LeakyRelu', { alpha: { kind: 'float', value: 0.1 } }, ['Clip']],
] as const)('the gradient of %s needs no Where and keeps its values', async (opType, given, expected) => {
  const joint = deriveVjp(smallGraph({ opType, shapes: [[1, 3, 4, 5]], attributes: given }))
  const lowered = operators(signMasks(joint))
  expect(lowered).toEqual(expect.arrayContaining([...expected]))
  expect(lowered).not.toContain('Where')
  expect(await differenceAfter(signMasks, joint)).toBeLessThan(1e-6)
})

test('a LeakyRelu that grows below zero keeps its Where: the clip would lose its slope', () => {
  const joint = deriveVjp(
    smallGraph({ opType: 'LeakyRelu', shapes: [[1, 3]], attributes: { alpha: { kind: 'float', value: 2 } } }),
  )
  expect(operators(signMasks(joint))).toContain('Where')
})
