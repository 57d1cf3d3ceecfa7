import { expect, test } from 'vitest'
import { guessFamily } from './guess-family.ts'

test.each([
  ['convolutional', ['Conv', 'InstanceNormalization', 'PRelu']],
  ['transformer', ['Conv', 'MatMul', 'Softmax', 'LayerNormalization']],
  ['mamba', ['Conv', 'MatMul', 'LayerNormalization', 'Scan']],
  ['mamba', ['Conv', 'MatMul', 'Softplus', 'Exp']],
  ['unknown', ['Relu']],
])('%s from %s', (family, operators) => {
  expect(guessFamily(new Map(operators.map((name) => [name, 1])))).toBe(family)
})
