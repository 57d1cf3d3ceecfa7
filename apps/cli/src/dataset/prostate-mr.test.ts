import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const repository = fileURLToPath(new URL('../../../../', import.meta.url))
const isHere = existsSync(join(repository, '../shared/data/volumes/prostate-mr'))
if (!isHere)
  console.warn('Skipped: the worked example of docs/datasets.md, because ../shared/data/volumes is not here.')

let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'voxproof-prostate-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

/** A command of docs/datasets.md, from the root of the repository, with a data folder of its own. */
async function voxproof(line: string): Promise<string> {
  const command = join(repository, 'apps/cli/bin/voxproof.mjs')
  const options = { cwd: repository, env: { ...process.env, VOXPROOF_HOME: home } }
  return (await promisify(execFile)(process.execPath, [command, ...line.split(' ')], options)).stdout
}

describe.skipIf(!isHere)('the worked example of docs/datasets.md: prostate MR', () => {
  const source = '../shared/data/volumes/prostate-mr --manifest docs/examples/prostate-mr.json'

  it('is checked, imported, listed and checked again, although some labels hold landmarks too', async () => {
    expect(await voxproof(`dataset check ${source}`)).toBe('prostate-mr: 19 cases, 6 of them ranked, ready to import\n')
    expect(await voxproof(`dataset import ${source}`)).toContain('prostate-mr imported: ')
    expect(await voxproof('dataset list')).toContain(
      'prostate-mr  MR (T2)  6 cases of 64 × 64 × 64 voxels  2 classes  ',
    )
    expect(await voxproof('dataset check prostate-mr')).toMatch(/6 cases, 1572864 voxels, all as imported\n$/)
  })
})
