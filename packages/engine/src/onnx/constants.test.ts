import { describe, expect, it } from 'vitest'
import type { DataType } from '../tensor/index.ts'
import { constantTensor, floatValues, numberValues } from './constants.ts'

describe('constantTensor', () => {
  // Codes from IEEE 754-2019 binary16, the bfloat16 and OCP OFP8 / MX definitions, and two's complement.
  it.each<[DataType, number[], number[]]>([
    ['float16', [1, -2, 65504, 2 ** -24, 0.1], [0x00, 0x3c, 0x00, 0xc0, 0xff, 0x7b, 0x01, 0x00, 0x66, 0x2e]],
    ['float16', [65520, -1e9, 65519], [0x00, 0x7c, 0x00, 0xfc, 0xff, 0x7b]],
    ['bfloat16', [1, -2, 3.140625], [0x80, 0x3f, 0x00, 0xc0, 0x49, 0x40]],
    ['float64', [1], [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]],
    ['int64', [-1, 2 ** 40], [255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 1, 0, 0]],
    ['int4', [-8, 7, -1], [0x78, 0x0f]],
    ['uint4', [1, 15, 3], [0xf1, 0x03]],
    ['float8e4m3fn', [448, 1, -0.5, 1000], [0x7e, 0x38, 0xb0, 0x7e]],
    ['float8e5m2', [57344, 1, 1e9], [0x7b, 0x3c, 0x7c]],
    ['float4e2m1', [6, -0.5, 3], [0x97, 0x05]],
    ['bool', [0, 3], [0, 1]],
    ['int8', [-128, 127], [0x80, 0x7f]],
  ])('writes %s %j as the bytes of the standard', (dataType, values, bytes) => {
    expect([...constantTensor(dataType, [values.length], values).bytes]).toEqual(bytes)
  })

  it('rounds float16 to the nearest, ties to even', () => {
    // Between 1 and the next float16 1 + 2^-10 lies 1 + 2^-11; the even one is 1. Above it the tie goes up.
    const values = [1 + 2 ** -11, 1 + 3 * 2 ** -11, 2 ** -25, 3 * 2 ** -25]
    expect(numberValues(constantTensor('float16', [4], values))).toEqual([1, 1 + 2 ** -9, 0, 2 ** -23])
  })

  it('shares the memory of a Float32Array', () => {
    const values = Float32Array.of(1, 2)
    expect(constantTensor('float32', [2], values).bytes.buffer).toBe(values.buffer)
  })

  it('refuses a count that differs from the shape', () => {
    expect(() => constantTensor('float32', [2, 3], [1])).toThrow('A tensor of shape [2, 3] has 6 elements, not 1.')
  })
})

describe('numberValues and floatValues', () => {
  it.each<[DataType, number[]]>([
    ['float32', [1.5, -0.25]],
    ['float64', [0.1, -1e300]],
    ['float16', [0.5, -1024]],
    ['bfloat16', [0.5, -1024]],
    ['int64', [-5, Number.MAX_SAFE_INTEGER]],
    ['uint64', [5, Number.MAX_SAFE_INTEGER]],
    ['int32', [-5, 2 ** 31 - 1]],
    ['uint32', [5, 2 ** 32 - 1]],
    ['int16', [-5, 32767]],
    ['uint16', [5, 65535]],
    ['int8', [-5, 127]],
    ['uint8', [5, 255]],
    ['int4', [-5, 7]],
    ['uint4', [5, 15]],
    ['bool', [1, 0]],
    ['float8e4m3fnuz', [0.5, -240]],
    ['float8e5m2fnuz', [0.5, -57344]],
  ])('return what was written as %s', (dataType, values) => {
    const tensor = constantTensor(dataType, [2], values)
    expect(numberValues(tensor)).toEqual(values)
    expect([...floatValues(tensor)]).toEqual(values.map(Math.fround))
  })

  it('saturate int64 to ±(2^53 - 1)', () => {
    const bytes = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0x80, 255, 255, 255, 255, 255, 255, 255, 0x7f)
    expect(numberValues({ dataType: 'int64', shape: [2], bytes })).toEqual([-(2 ** 53 - 1), 2 ** 53 - 1])
  })

  it('read float32 that does not lie on a 4-byte boundary', () => {
    const file = new Uint8Array(9)
    new DataView(file.buffer).setFloat32(1, 1.5, true)
    expect([...floatValues({ dataType: 'float32', shape: [1], bytes: file.subarray(1, 5) })]).toEqual([1.5])
  })

  it('read infinity and NaN of float16', () => {
    const bytes = Uint8Array.of(0x00, 0x7c, 0x00, 0xfc, 0x01, 0x7e)
    const expected = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]
    expect(numberValues({ dataType: 'float16', shape: [3], bytes })).toEqual(expected)
  })

  it('refuse strings', () => {
    const text = { dataType: 'string', shape: [1], bytes: new Uint8Array(0), strings: ['a'] } as const
    expect(() => numberValues(text)).toThrow('Elements of type string are no real numbers.')
  })
})
