import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { modelFiles } from '@voxproof/engine/suite'

const sha256 = /^[0-9a-f]{64}$/

/** Where the bytes lie that Postgres names by hash. */
export interface DataFolder {
  /** The model file, its content checked against its name; throws where it is missing or altered. */
  readModel(hash: string): Promise<Uint8Array>
  /** A suite's surrogate, from the models that come with the product. */
  readonly readSurrogate: (hash: string) => Promise<Uint8Array>
  /** Folder of one version of a dataset. */
  datasetFolder(id: string, hash: string): string
}

/** The data folder at `home` (VOXPROOF_HOME), and `models` of the product's own. */
export function dataFolder(home: string, models: string): DataFolder {
  return {
    readSurrogate: modelFiles(models),
    async readModel(hash) {
      if (!sha256.test(hash)) throw new Error(`${JSON.stringify(hash)} is no SHA-256 in lower-case hex.`)
      const bytes = await readFile(join(home, 'models', `${hash}.onnx`))
      const found = createHash('sha256').update(bytes).digest('hex')
      if (found !== hash) throw new Error(`The model file ${hash} was altered: its SHA-256 is now ${found}.`)
      return bytes
    },
    datasetFolder: (id, hash) => join(home, 'datasets', id, hash),
  }
}
