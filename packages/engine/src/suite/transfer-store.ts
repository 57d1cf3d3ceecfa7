import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { canonicalJson } from './canonical-json.ts'
import type { TransferStore, TransferVolume } from './transfer-volume.ts'

export interface TransferFolder {
  /** Made where it is missing; nothing else may lie in it. */
  readonly folder: string
  /** What its files may take together. Beyond it the least recently used go. */
  readonly limitBytes: number
  /** What the volumes depend on beside their keys: engine, runtime, its threads and providers. */
  readonly basis: Readonly<Record<string, unknown>>
}

/** Enough for the standard suite on a dozen volumes of 160^3 voxels. */
export const transferLimitBytes = 8 * 2 ** 30

/**
 * Volumes in a folder, one file each, found by the hash of all they depend on. Files appear by renaming and carry a hash
 * of their content; one that does not hold is made again. Processes may share the folder: one that finds another at work
 * on a volume waits for it.
 */
export function transferFolder({ folder, limitBytes, basis }: TransferFolder): TransferStore {
  return {
    async volumeOf(key, make, signal) {
      await mkdir(folder, { recursive: true })
      const name = hashOf(canonicalJson({ key, basis }))
      const path = join(folder, `${name}.volume`)
      for (;;) {
        const kept = await readVolume(path, name)
        if (kept) return kept
        const claim = await takeClaim(join(folder, `${name}.claim`))
        if (claim) {
          try {
            // The other process may have ended between the look at the file and the claim.
            return (await readVolume(path, name)) ?? (await keep(await make()))
          } finally {
            await claim.release()
          }
        }
        await sleep(lookMs, undefined, { signal })
      }
      async function keep(volume: TransferVolume): Promise<TransferVolume> {
        await writeVolume(path, name, volume)
        await prune(folder, limitBytes)
        return volume
      }
    },
  }
}

const headSchema = z.object({
  format: z.literal('voxproof-transfer-1'),
  losses: z.array(z.number()),
  onSurrogates: z.object({ clean: z.number(), attacked: z.number() }),
  /** Of the file's name, the other fields and the values' bytes. */
  hash: z.string(),
})

/** One line of JSON, then the values as float32 in the order of this machine's bytes. */
async function writeVolume(path: string, name: string, { values, losses, onSurrogates }: TransferVolume) {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  const head = { format: 'voxproof-transfer-1', losses, onSurrogates }
  const line = JSON.stringify({ ...head, hash: hashOf(canonicalJson({ name, losses, onSurrogates }), bytes) })
  const draft = `${path}.${randomUUID()}.part`
  try {
    await writeFile(draft, [Buffer.from(`${line}\n`), bytes])
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
}

/** Undefined where there is no such file, or none that holds. Reading makes it the most recently used. */
async function readVolume(path: string, name: string): Promise<TransferVolume | undefined> {
  const content = await readFile(path).catch(missingAsUndefined)
  if (!content) return undefined
  const head = headSchema.safeParse(parsed(content.subarray(0, content.indexOf(lineFeed)).toString('utf8')))
  if (!head.success) return undefined
  const { losses, onSurrogates, hash } = head.data
  // A copy, since floats must begin at a multiple of four.
  const bytes = new Uint8Array(content.subarray(content.indexOf(lineFeed) + 1))
  if (bytes.length % 4 !== 0 || hash !== hashOf(canonicalJson({ name, losses, onSurrogates }), bytes)) return undefined
  const now = new Date()
  // Another process may have made room in the meantime.
  await utimes(path, now, now).catch(missingAsUndefined)
  return { values: new Float32Array(bytes.buffer), losses, onSurrogates }
}

const lineFeed = 10
const lookMs = 500
const refreshMs = 5000
/** A claim that was not refreshed for so long belongs to a process that is gone. */
const abandonedMs = 60_000

/** Undefined where another process holds it. Two that find one abandoned at once may both take it, and work twice. */
async function takeClaim(path: string): Promise<{ release: () => Promise<void> } | undefined> {
  try {
    await (await open(path, 'wx')).close()
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    const found = await stat(path).catch(missingAsUndefined)
    if (found && Date.now() - found.mtimeMs > abandonedMs) await rm(path, { force: true })
    return undefined
  }
  const refresh = setInterval(() => {
    const now = new Date()
    utimes(path, now, now).catch(missingAsUndefined)
  }, refreshMs)
  refresh.unref()
  return {
    async release() {
      clearInterval(refresh)
      await rm(path, { force: true })
    },
  }
}

/** Removes volumes, the least recently used first, until the rest keeps the limit; and drafts that nobody finished. */
async function prune(folder: string, limitBytes: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => !name.endsWith('.claim'))
  const found = await Promise.all(names.map((name) => stat(join(folder, name)).catch(missingAsUndefined)))
  const files = names.flatMap((name, index) => {
    const file = found[index]
    return file ? [{ name, bytes: file.size, usedMs: file.mtimeMs }] : []
  })
  const isAbandoned = ({ name, usedMs }: (typeof files)[number]): boolean =>
    name.endsWith('.part') && Date.now() - usedMs > abandonedMs
  const volumes = files.filter(({ name }) => name.endsWith('.volume')).sort((a, b) => a.usedMs - b.usedMs)
  let held = volumes.reduce((sum, { bytes }) => sum + bytes, 0)
  const surplus = volumes.filter(({ bytes }) => {
    const isSurplus = held > limitBytes
    if (isSurplus) held -= bytes
    return isSurplus
  })
  for (const { name } of [...files.filter(isAbandoned), ...surplus]) await rm(join(folder, name), { force: true })
}

function hashOf(text: string, bytes?: Uint8Array): string {
  const hash = createHash('sha256').update(text)
  return (bytes ? hash.update(bytes) : hash).digest('hex')
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function missingAsUndefined(error: unknown): undefined {
  if (codeOf(error) === 'ENOENT') return undefined
  throw error
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
