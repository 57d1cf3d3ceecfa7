import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generatePhantom, importDataset, listDatasetFolders, type PhantomKind } from '@voxproof/engine/datasets'
import type { Logger } from '../log.ts'

/** Generates and imports `phantom-ct` and `phantom-mr`, twelve cases each, where no version of one has been imported yet. */
export async function ensurePhantoms(datasetsFolder: string, log: Logger): Promise<void> {
  for (const kind of ['ct', 'mr'] as const) await ensurePhantom(datasetsFolder, kind, log)
}

async function ensurePhantom(datasetsFolder: string, kind: PhantomKind, log: Logger): Promise<void> {
  const id = `phantom-${kind}`
  const present = await listDatasetFolders(datasetsFolder)
  if (present.some((folder) => folder.startsWith(`${join(datasetsFolder, id)}/`))) return
  const draft = await mkdtemp(join(tmpdir(), 'voxproof-phantom-'))
  try {
    await generatePhantom({ outFolder: draft, kind })
    const result = await importDataset(draft, datasetsFolder)
    if (result.status === 'refused') {
      throw new Error(`The generated ${id} was refused: ${result.problems.map((one) => one.message).join(' ')}`)
    }
    log.info({ dataset: id, hash: result.hash }, 'dataset generated')
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}
