import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson, type PartResult } from '@voxproof/engine/suite'
import { partResultSchema } from '@voxproof/schema'
import { z } from 'zod'

/** Everything that a part's result depends on besides its case and its entries. */
export interface EvaluationKey {
  readonly modelHash: string
  readonly suiteHash: string
  readonly datasetHash: string
  readonly engineHash: string
  readonly runtimeVersion: string
  readonly providers: readonly string[]
  readonly threads: number
}

export interface PartKey {
  readonly caseKey: string
  readonly group: string
  /** Names of the entries that the part runs. */
  readonly entries: readonly string[]
}

/** What a part took, surrogates included that it had to make volumes on. */
export interface PartTime {
  /** Of wall clock. */
  readonly seconds: number
  /** Of processors, all threads together: what other work on the machine leaves as it is. */
  readonly processorSeconds: number
}

export interface FinishedPart {
  readonly result: PartResult
  readonly time: PartTime
}

/** The parts of one evaluation that are done, one file each. */
export interface PartStore {
  readonly folder: string
  /** This very part; undefined where there is none, or none that can be trusted. */
  read(part: PartKey): Promise<FinishedPart | undefined>
  /** Keeps a part; on disk, whole, when this returns. */
  write(part: PartKey, finished: FinishedPart): Promise<void>
}

const partFileSchema = z.object({
  format: z.literal('voxproof-part-2'),
  part: z.object({ caseKey: z.string(), group: z.string(), entries: z.array(z.string()) }),
  /** Of the result's canonical JSON. */
  hash: z.string(),
  result: partResultSchema,
  time: z.object({ seconds: z.number().nonnegative(), processorSeconds: z.number().nonnegative() }),
})

/**
 * The store below `stateFolder` for one model, suite, dataset and engine. Files appear by renaming, so that one that was
 * half written when the machine stopped is never read; each also carries its hash.
 */
export function openPartStore(stateFolder: string, key: EvaluationKey): PartStore {
  const folder = join(stateFolder, hashOf(key))
  const pathOf = (part: PartKey): string =>
    join(folder, `${part.caseKey}.${part.group}.${hashOf(part.entries).slice(0, 12)}.json`)
  return {
    folder,
    async read(part) {
      const parsed = partFileSchema.safeParse(await readJson(pathOf(part)))
      if (!parsed.success) return undefined
      const { result, time, hash } = parsed.data
      const isSound = canonicalJson(parsed.data.part) === canonicalJson(part) && hash === hashOf(result)
      return isSound ? { result, time } : undefined
    },
    async write(part, { result, time }) {
      await mkdir(folder, { recursive: true })
      const content = { format: 'voxproof-part-2', part, hash: hashOf(result), result, time }
      await writeWhole(pathOf(part), `${JSON.stringify(content)}\n`)
    },
  }
}

/** Writes a file so that its name stands for the whole content or for what was there before. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.part`
  try {
    const handle = await open(draft, 'w')
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

/** Undefined where there is no such file, or no JSON in it. */
async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}
