import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'

const command = fileURLToPath(new URL('../../bin/voxproof.mjs', import.meta.url))
let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'voxproof-cli-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

function voxproof(...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [command, 'dataset', ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

it('makes, checks, imports and lists a phantom', async () => {
  const [folder, home] = [join(root, 'phantom'), join(root, 'home')]
  const made = await voxproof('phantom', '--out', folder, '--train', '1', '--test', '2', '--size', '16', '--seed', '4')
  expect(made).toMatchObject({ code: 0, out: `phantom-ct: 1 training and 2 test cases of 16³ voxels in ${folder}\n` })
  const checked = await voxproof('check', folder)
  expect(checked).toMatchObject({ code: 0, out: 'phantom-ct: 3 cases, 2 of them ranked, ready to import\n' })
  const imported = await voxproof('import', folder, '--home', home)
  expect(imported.code).toBe(0)
  expect(imported.out).toMatch(/^phantom-ct imported: .*home\/datasets\/phantom-ct\/[0-9a-f]{64}\n$/)
  const listed = await voxproof('list', '--home', home, '--json')
  const datasets = z.array(z.object({ manifest: z.object({ id: z.string() }), cases: z.array(z.unknown()) }))
  expect(datasets.parse(JSON.parse(listed.out))).toMatchObject([{ manifest: { id: 'phantom-ct' }, cases: [{}, {}] }])
})

it('makes the cardiac phantom', async () => {
  const folder = join(root, 'heart')
  const made = await voxproof('phantom', '--kind', 'mr', '--out', folder, '--train', '1', '--test', '1')
  expect(made.out).toBe(`phantom-mr: 1 training and 1 test cases of 64 × 64 × 16 voxels once prepared in ${folder}\n`)
  expect(await voxproof('check', folder)).toMatchObject({ code: 0 })
})

it('checks an imported dataset by its id or folder, and names what was changed', async () => {
  const [folder, home] = [join(root, 'kept'), join(root, 'kept-home')]
  await voxproof('phantom', '--out', folder, '--test', '1', '--size', '16')
  const imported = await voxproof('import', folder, '--home', home)
  const prepared = imported.out.trim().split(': ')[1] ?? ''
  const sound = await voxproof('check', 'phantom-ct', '--home', home)
  expect(sound.code).toBe(0)
  expect(sound.out).toMatch(/^phantom-ct [0-9a-f]{12}: 1 cases, 4096 voxels, all as imported\n$/)
  await rm(join(prepared, 'test-000.label.nii.gz'))
  const damaged = await voxproof('check', prepared)
  expect(damaged).toMatchObject({ code: 1, out: '' })
  expect(damaged.err).toContain('error (missing-file): Case test-000: test-000.label.nii.gz is missing.')
})

it('lists the recipes, and refuses one that there is not', async () => {
  const listed = await voxproof('recipes')
  expect(listed.out).toContain(
    'btcv  CT  14 classes  https://www.synapse.org/Synapse:syn3193805\n  ranked on 12 cases: ',
  )
  const unknown = await voxproof('import', 'lits', root)
  expect(unknown.err).toContain(
    'There is no recipe lits. There are: btcv, acdc, acdc-paper, hecktor, hecktor-pet-ct, abdomen.',
  )
  const lonely = await voxproof('check', 'acdc', '--home', join(root, 'none'))
  expect(lonely.err).toContain('acdc is a recipe; name the folder of the published dataset after it: acdc <folder>')
  const twice = await voxproof('import', 'acdc', root, '--manifest', 'dataset.json')
  expect(twice.err).toContain('The recipe acdc describes the folder; leave --manifest out.')
  const elsewhere = await voxproof('import', 'btcv', root)
  expect(elsewhere).toMatchObject({ code: 1 })
  expect(elsewhere.err).toContain('has none of the layouts that btcv is published in')
})

it('ends with status 1 and a named problem where the folder is wrong', async () => {
  const folder = join(root, 'broken')
  await voxproof('phantom', '--out', folder, '--test', '1', '--size', '16')
  const path = join(folder, 'dataset.json')
  await writeFile(path, (await readFile(path, 'utf8')).replace('labels/test-000', '../labels/test-000'))
  const refused = await voxproof('import', folder, '--home', join(root, 'other'))
  expect(refused).toMatchObject({ code: 1, out: '' })
  expect(refused.err).toContain('error (unsafe-path): Case test-000 names "../labels/test-000.nii.gz"')
})
