import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { architectureFamilies, trainingMethods } from '@voxproof/schema'
import { z } from 'zod'

const baselinesSchema = z.array(
  z.object({
    /** Relative to the folder of baselines.json. */
    file: z.string(),
    name: z.string(),
    family: z.enum(architectureFamilies),
    architecture: z.string(),
    training: z.enum(trainingMethods),
    description: z.string().default(''),
    datasets: z.array(z.string()).min(1),
    /** Whether seeding evaluates it under the live suite; the others stand with their committed results alone. */
    live: z.boolean().default(true),
  }),
)

/** A reference model that comes with the product. */
export interface Baseline extends Omit<z.infer<typeof baselinesSchema>[number], 'file'> {
  readonly fileName: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The same name and the same bytes are the same submission. */
  readonly key: string
}

/** The baselines listed in `<folder>/baselines.json`, with their bytes; none where there is no list. */
export async function readBaselines(folder: string): Promise<Baseline[]> {
  const path = join(folder, 'baselines.json')
  const text = await readFile(path, 'utf8').catch(missingAsUndefined)
  if (text === undefined) return []
  const parsed = baselinesSchema.safeParse(JSON.parse(text))
  if (!parsed.success) throw new Error(`${path} does not fit:\n${z.prettifyError(parsed.error)}`)
  return Promise.all(
    parsed.data.map(async ({ file, ...described }) => {
      const bytes = new Uint8Array(await readFile(join(folder, file)))
      const key = createHash('sha256').update(`${described.name}\n`).update(bytes).digest('hex')
      return { ...described, fileName: basename(file), bytes, key }
    }),
  )
}

function missingAsUndefined(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
