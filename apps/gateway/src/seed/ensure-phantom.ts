import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generatePhantom, importDataset, listDatasetFolders } from '@voxproof/engine/datasets'
import type { Logger } from '../log.ts'

/** Generates and imports `phantom-ct`, six cases of 48³, where no version of it has been imported yet. */
export async function ensurePhantom(datasetsFolder: string, log: Logger): Promise<void> {
  const present = await listDatasetFolders(datasetsFolder)
  if (present.some((folder) => folder.startsWith(`${join(datasetsFolder, 'phantom-ct')}/`))) return
  const draft = await mkdtemp(join(tmpdir(), 'voxproof-phantom-'))
  try {
    await generatePhantom({ outFolder: draft })
    const result = await importDataset(draft, datasetsFolder)
    if (result.status === 'refused') {
      throw new Error(`The generated phantom was refused: ${result.problems.map((one) => one.message).join(' ')}`)
    }
    log.info({ dataset: 'phantom-ct', hash: result.hash }, 'dataset generated')
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}
