import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { voxproofText } from './voxproof.ts'

const listSchema = z.array(z.object({ manifest: z.object({ id: z.string() }) }))

/**
 * Which of these datasets the data folder has. Phantoms that are missing are generated now, lest evaluations that begin
 * together all do it.
 */
export function datasetsPresent(wanted: readonly string[], home: readonly string[]): ReadonlySet<string> {
  const listed = (): Set<string> =>
    new Set(
      listSchema
        .parse(JSON.parse(voxproofText(['dataset', 'list', '--json', ...home])))
        .map(({ manifest: { id } }) => id),
    )
  const missing = wanted.filter((id) => ['phantom-ct', 'phantom-mr'].includes(id) && !listed().has(id))
  for (const id of missing) {
    const draft = mkdtempSync(join(tmpdir(), 'voxproof-phantom-'))
    try {
      voxproofText(['dataset', 'phantom', '--kind', id.replace('phantom-', ''), '--out', draft])
      voxproofText(['dataset', 'import', draft, ...home])
    } finally {
      rmSync(draft, { recursive: true, force: true })
    }
  }
  return listed()
}
