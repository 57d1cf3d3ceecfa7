import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, link, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Lower-case hex SHA-256 and size in bytes of a file, read as a stream. */
export async function hashFile(path: string): Promise<{ hash: string; sizeBytes: number }> {
  const digest = createHash('sha256')
  let sizeBytes = 0
  await pipeline(
    createReadStream(path, { highWaterMark: 1024 * 1024 }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        sizeBytes += chunk.length
        digest.update(chunk)
      }
      yield* []
    },
  )
  return { hash: digest.digest('hex'), sizeBytes }
}

/**
 * Puts the file at `<folder>/<hash>.onnx`, whole or not at all, and on disk when this returns. The same bytes uploaded
 * twice are kept once. Shares the storage with the upload where the file system can; copies where it cannot.
 */
export async function keepFile({ from, folder, hash }: { from: string; folder: string; hash: string }): Promise<void> {
  await mkdir(folder, { recursive: true })
  await flush(from)
  const target = join(folder, `${hash}.onnx`)
  try {
    await link(from, target)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EEXIST') return
    if (code !== 'EXDEV' && code !== 'EPERM' && code !== 'ENOTSUP') throw error
    await copyWhole(from, target)
  }
  await flush(folder)
}

async function copyWhole(from: string, target: string): Promise<void> {
  const draft = `${target}.${randomUUID()}.part`
  try {
    await copyFile(from, draft)
    await flush(draft)
    await rename(draft, target)
  } finally {
    await rm(draft, { force: true })
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
