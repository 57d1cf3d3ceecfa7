import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import {
  generatePhantom,
  importDataset,
  isPreparedDataset,
  listDatasetFolders,
  type OpenDataset,
  openDataset,
} from '@voxproof/engine/datasets'
import { UsageError } from '../usage-error.ts'

export interface DatasetSearch {
  /** Id of a dataset, or a folder: prepared, or of NIfTI files with their dataset.json. */
  readonly name: string
  /** The data folder, which receives what has to be prepared. */
  readonly home: string
  /** Told of preparations, which take a while. */
  readonly say: (line: string) => void
}

/**
 * Opens a dataset to evaluate on: of an id the version imported last, as the service takes it; of a folder what lies in
 * it, imported first where it is not prepared. A generated dataset that is missing is generated. Throws a UsageError.
 */
export async function findDataset(search: DatasetSearch): Promise<OpenDataset> {
  const { name, home, say } = search
  const datasets = join(home, 'datasets')
  if (await isFolder(name)) return (await isPreparedDataset(name)) ? openDataset(name) : imported(name, search)
  const folder = await newestFolder(datasets, name)
  if (folder !== undefined) return openDataset(folder)
  const kind = phantomKinds.find((one) => name === `phantom-${one}`)
  if (kind === undefined) {
    const ids = new Set((await listDatasetFolders(datasets)).map((path) => basename(dirname(path))))
    const known = ids.size === 0 ? 'none' : [...ids].join(', ')
    throw new UsageError(
      `There is no dataset ${name} in ${datasets} (it has ${known}) and no such folder. See voxproof dataset import.`,
    )
  }
  say(`generating ${name}`)
  const draft = await mkdtemp(join(tmpdir(), 'voxproof-phantom-'))
  try {
    await generatePhantom({ outFolder: draft, kind })
    return await imported(draft, search)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

const phantomKinds = ['ct', 'mr'] as const

async function imported(folder: string, { home, say }: DatasetSearch): Promise<OpenDataset> {
  const result = await importDataset(folder, join(home, 'datasets'), { onCase: (key) => say(`reading ${key}`) })
  if (result.status !== 'refused') return openDataset(result.folder)
  const problems = result.problems.map(({ code, message }) => `\n  ${code}: ${message}`).join('')
  throw new UsageError(`${folder} cannot be imported as a dataset:${problems}`)
}

async function newestFolder(datasets: string, id: string): Promise<string | undefined> {
  const folders = (await listDatasetFolders(datasets)).filter((folder) => basename(dirname(folder)) === id)
  const times = await Promise.all(
    folders.map(async (folder) => ({ folder, time: await modifiedAt(join(folder, 'dataset.json')) })),
  )
  return times.toSorted((a, b) => b.time - a.time)[0]?.folder
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

function modifiedAt(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  )
}
