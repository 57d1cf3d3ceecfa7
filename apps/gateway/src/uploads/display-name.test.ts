import { expect, test } from 'vitest'
import { displayName } from './display-name.ts'

test.each([
  ['model.onnx', 'model.onnx'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\models\\net.onnx', 'net.onnx'],
  ['net.onnx\r\nSet-Cookie: a=b', 'net.onnxSet-Cookie: a=b'],
  // A right-to-left override would show this as a harmless name.
  ['gpj.\u202exnno', 'gpj.xnno'],
  ['..', 'model.onnx'],
  ['', 'model.onnx'],
  [undefined, 'model.onnx'],
  ['é'.repeat(200), 'é'.repeat(120)],
])('%j is shown as %j', (name, shown) => {
  expect(displayName(name)).toBe(shown)
})
