import { expect, it } from 'vitest'
import { exampleGraph, exampleModel, exampleNode as node, tensorValue } from '../example-model.ts'
import { specialise } from '../specialise/index.ts'
import { executionOrder } from './execution-order.ts'

const order = (names: readonly [string, string[], string][]): string[] => {
  const nodes = names.map(([opType, inputs, output]) => node(opType, inputs, [output]))
  const graph = exampleGraph({
    inputs: [tensorValue('x', [2])],
    outputs: [tensorValue(names.at(-1)?.[2] ?? '', [])],
    nodes,
    initializers: {},
  })
  return executionOrder(specialise(exampleModel(graph), [2])).map(({ outputs }) => outputs[0] ?? '')
}

it('goes into the input that stands last in the list first, so that what stands before it is made late', () => {
  const early = order([
    ['Tanh', ['x'], 'a'],
    ['Neg', ['x'], 'mask'],
    ['Exp', ['a'], 'b'],
    ['Mul', ['b', 'mask'], 'y'],
  ])
  expect(early).toEqual(['a', 'b', 'mask', 'y'])
  const late = order([
    ['Tanh', ['x'], 'a'],
    ['Exp', ['a'], 'b'],
    ['Neg', ['x'], 'mask'],
    ['Mul', ['b', 'mask'], 'y'],
  ])
  expect(late).toEqual(['mask', 'a', 'b', 'y'])
})

it('runs each node once, after all that it reads', () => {
  const found = order([
    ['Tanh', ['x'], 'a'],
    ['Exp', ['a'], 'b'],
    ['Add', ['a', 'b'], 'c'],
    ['Mul', ['c', 'a'], 'y'],
  ])
  expect(found).toEqual(['a', 'b', 'c', 'y'])
})
