import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TransferVolume, transferFolder } from './index.ts'

const volume = (first: number): TransferVolume => ({
  values: Float32Array.of(first, 0.1, -0),
  losses: [0.1, 1 / 3],
  onSurrogates: { clean: 0.9, attacked: 0.25 },
})
const never = (): Promise<TransferVolume> => Promise.reject(new Error('It was made again.'))
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxproof-transfers-'))
})
afterEach(() => rm(folder, { recursive: true }))

const store = (limitBytes = 10_000, basis = { engineHash: 'e', threads: 1 }) =>
  transferFolder({ folder, limitBytes, basis })
const files = async () => (await readdir(folder)).sort()
async function onlyFile(): Promise<string> {
  const [name = ''] = await files()
  return join(folder, name)
}

describe('a folder of transfer volumes', () => {
  test('gives back to the bit what was made, to another process too, and holds nothing else', async () => {
    expect(await store().volumeOf('a', async () => volume(0.5))).toEqual(volume(0.5))
    expect(await store().volumeOf('a', never)).toEqual(volume(0.5))
    expect(await files()).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.volume$/)])
  })

  test.each([
    ['another key', 'b', { engineHash: 'e', threads: 1 }],
    ['another engine', 'a', { engineHash: 'f', threads: 1 }],
    ['another number of threads', 'a', { engineHash: 'e', threads: 2 }],
  ])('%s is another volume', async (_, key, basis) => {
    await store().volumeOf('a', async () => volume(0.5))
    expect(await store(10_000, basis).volumeOf(key, async () => volume(0.25))).toEqual(volume(0.25))
    expect(await files()).toHaveLength(2)
  })

  const damages: [string, (content: Buffer) => Uint8Array][] = [
    ['a changed voxel', (content) => content.with(content.length - 5, 1)],
    ['a changed score', (content) => Buffer.from(content.toString('latin1').replace('0.25', '0.75'), 'latin1')],
    ['a lost end', (content) => content.subarray(0, content.length - 4)],
    ['nothing in it', () => new Uint8Array(0)],
  ]
  test.each(damages)('a file with %s is made again', async (_, damage) => {
    await store().volumeOf('a', async () => volume(0.5))
    const path = await onlyFile()
    await writeFile(path, damage(await readFile(path)))
    expect(await store().volumeOf('a', async () => volume(0.5))).toEqual(volume(0.5))
    expect(await store().volumeOf('a', never)).toEqual(volume(0.5))
  })

  test('beyond its limit the least recently used go', async () => {
    await store().volumeOf('a', async () => volume(0.1))
    const { length } = await readFile(await onlyFile())
    const first = await onlyFile()
    await store().volumeOf('b', async () => volume(0.2))
    for (const name of await files()) await utimes(join(folder, name), 1, join(folder, name) === first ? 1 : 2)
    // Used again, the first is no longer the oldest.
    await store().volumeOf('a', never)
    await store(2 * length).volumeOf('c', async () => volume(0.3))
    expect(await store().volumeOf('a', never)).toEqual(volume(0.1))
    expect(await store().volumeOf('c', never)).toEqual(volume(0.3))
    await expect(store().volumeOf('b', never)).rejects.toThrow('made again')
  })

  test('what fails is not kept, and the next one makes it', async () => {
    await expect(store().volumeOf('a', never)).rejects.toThrow('made again')
    expect(await files()).toEqual([])
    expect(await store().volumeOf('a', async () => volume(0.5))).toEqual(volume(0.5))
  })

  test('one that finds another at work waits for it, or for its own signal', async () => {
    const { promise, resolve } = Promise.withResolvers<TransferVolume>()
    const first = store().volumeOf('a', () => promise)
    await expect.poll(files).toEqual([expect.stringMatching(/\.claim$/)])
    const second = store().volumeOf('a', never)
    const third = store().volumeOf('a', never, AbortSignal.timeout(50))
    await expect(third).rejects.toMatchObject({ name: 'AbortError' })
    resolve(volume(0.5))
    expect(await Promise.all([first, second])).toEqual([volume(0.5), volume(0.5)])
  })

  test('the claim of a process that is gone is taken over', async () => {
    await store().volumeOf('a', async () => volume(0.5))
    const path = await onlyFile()
    const claim = path.replace('.volume', '.claim')
    await rm(path)
    await writeFile(claim, '')
    await utimes(claim, 1, 1)
    expect(await store().volumeOf('a', async () => volume(0.25))).toEqual(volume(0.25))
    expect(await files()).toHaveLength(1)
  })
})
