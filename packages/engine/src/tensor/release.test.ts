import { expect, test } from 'vitest'
import { release } from './release.ts'

test('a tensor that is released is empty, once or twice; a part of a larger buffer stays as it is', () => {
  const whole = { shape: [4], data: new Float32Array(4) }
  release(whole)
  release(whole)
  expect(whole.data).toHaveLength(0)
  const buffer = new ArrayBuffer(32)
  release({ shape: [4], data: new Float32Array(buffer, 16, 4) })
  expect(buffer.byteLength).toBe(32)
})
