import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashFile, keepFile } from './keep-file.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxproof-keep-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('the hash of "abc" is the one of FIPS 180-2, appendix B.1', async () => {
  const path = join(folder, 'abc')
  await writeFile(path, 'abc')
  expect(await hashFile(path)).toEqual({
    hash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    sizeBytes: 3,
  })
})

test('a file of no bytes has the hash of nothing', async () => {
  const path = join(folder, 'empty')
  await writeFile(path, '')
  const hash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  expect(await hashFile(path)).toEqual({ hash, sizeBytes: 0 })
})

test('keeping the same bytes twice leaves one file, and no storage is taken for the copy', async () => {
  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  await writeFile(first, 'bytes')
  await writeFile(second, 'bytes')
  const models = join(folder, 'models')
  await keepFile({ from: first, folder: models, hash: 'h' })
  await keepFile({ from: second, folder: models, hash: 'h' })
  expect(await readdir(models)).toEqual(['h.onnx'])
  expect((await stat(join(models, 'h.onnx'))).ino).toBe((await stat(first)).ino)
})

test('a file on another file system is copied whole', async ({ skip }) => {
  const elsewhere = await mkdtemp('/dev/shm/voxproof-keep-').catch(() => undefined)
  if (elsewhere === undefined || (await stat(elsewhere)).dev === (await stat(folder)).dev) {
    skip('There is no second file system at /dev/shm.')
    return
  }
  try {
    await writeFile(join(elsewhere, 'far'), 'far bytes')
    const models = join(folder, 'copied')
    await keepFile({ from: join(elsewhere, 'far'), folder: models, hash: 'f' })
    expect(await readFile(join(models, 'f.onnx'), 'utf8')).toBe('far bytes')
    expect(await readdir(models)).toEqual(['f.onnx'])
  } finally {
    await rm(elsewhere, { recursive: true, force: true })
  }
})
