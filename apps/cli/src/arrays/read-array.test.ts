import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeNpy } from './npy.ts'
import { readArray } from './read-array.ts'

describe('an array with a shape of its own', () => {
  let folder: string
  let path: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voxproof-'))
    path = join(folder, 'x.npy')
    await writeFile(path, writeNpy([2, 1, 3], Float32Array.of(1, 2, 3, 4, 5, 6)))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('keeps it where none is asked for', async () => {
    expect((await readArray(path, 'float32', undefined)).shape).toEqual([2, 1, 3])
  })

  test('may gain and lose axes of length 1', async () => {
    const { shape, data } = await readArray(path, 'float32', [1, 1, 2, 3])
    expect([shape, Array.from(data)]).toEqual([
      [1, 1, 2, 3],
      [1, 2, 3, 4, 5, 6],
    ])
  })

  test('is refused where its axes stand in another order, though the number of elements is right', async () => {
    await expect(readArray(path, 'float32', [1, 3, 2])).rejects.toThrow('has shape 2,1,3; 1,3,2 is expected')
  })
})
