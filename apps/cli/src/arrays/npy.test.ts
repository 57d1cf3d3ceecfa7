import { describe, expect, test } from 'vitest'
import { readNpy, writeNpy } from './npy.ts'

/** numpy.save of an array with this header, version 1. */
function npy(header: string, content: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(`${header}\n`)
  return Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, text.length, 0, ...text, ...content])
}

describe('.npy', () => {
  test('what is written is read again, its header aligned to 64 bytes as NumPy has it', () => {
    const bytes = writeNpy([1, 2, 3], Float32Array.of(1, 2, 3, 4, 5, 6.5))
    expect((bytes.length - 24) % 64).toBe(0)
    const { shape, data } = readNpy(bytes, 'a.npy')
    expect(shape).toEqual([1, 2, 3])
    expect([...Array.from(data)]).toEqual([1, 2, 3, 4, 5, 6.5])
  })

  test('int64 of one axis', () => {
    const content = new Uint8Array(BigInt64Array.of(3n, -1n).buffer)
    const { shape, data } = readNpy(npy("{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }", content), 'a.npy')
    expect([shape, Array.from(data)]).toEqual([[2], [3, -1]])
  })

  test('Fortran order, in which NiBabel gives its arrays: a[i][j] of [[1, 2, 3], [4, 5, 6]]', () => {
    const header = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }"
    const { shape, data } = readNpy(npy(header, Uint8Array.of(1, 4, 2, 5, 3, 6)), 'a.npy')
    expect([shape, Array.from(data)]).toEqual([
      [2, 3],
      [1, 2, 3, 4, 5, 6],
    ])
  })

  const refused: [string, Uint8Array, string][] = [
    ['complex numbers', npy("{'descr': '<c8', 'fortran_order': False, 'shape': (0,)}", Uint8Array.of()), 'holds <c8'],
    ['too few bytes', npy("{'descr': '|u1', 'fortran_order': False, 'shape': (9,)}", Uint8Array.of(1)), 'needs'],
    ['something else', Uint8Array.from({ length: 20 }), 'a.npy is no .npy file.'],
  ]
  test.each(refused)('%s is refused', (_, bytes, message) => {
    expect(() => readNpy(bytes, 'a.npy')).toThrow(message)
  })
})
