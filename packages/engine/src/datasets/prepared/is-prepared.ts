import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isMissing } from '../import/read-manifest.ts'
import { preparedDatasetSchema } from './prepared-dataset.ts'

const preparedSchema = z.object({ format: preparedDatasetSchema.shape.format })

/** Whether the folder is one that `importDataset` made, by the format that its dataset.json states. */
export async function isPreparedDataset(folder: string): Promise<boolean> {
  try {
    const json: unknown = JSON.parse(await readFile(join(folder, 'dataset.json'), 'utf8'))
    return preparedSchema.safeParse(json).success
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return false
    throw error
  }
}
