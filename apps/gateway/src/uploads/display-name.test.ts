import { expect, test } from 'vitest'
import { displayName } from './display-name.ts'

test.each([
  ['model.onnx', 'model.onnx'],
  // A right-to-left override would show this as a harmless name.
  ['gpj.\u202exnno', 'gpj.xnno'],
  [' \u200b', 'model.onnx'],
  ['', 'model.onnx'],
  [undefined, 'model.onnx'],
  ['é'.repeat(200), 'é'.repeat(120)],
])('%j is shown as %j', (name, shown) => {
  expect(displayName(name)).toBe(shown)
})
