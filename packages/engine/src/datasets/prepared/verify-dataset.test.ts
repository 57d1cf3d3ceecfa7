import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { generatePhantom } from '../generate-phantom.ts'
import { importDataset } from '../import/import-dataset.ts'
import { scalingAffine, type Triple } from '../nifti/affine.ts'
import { writeNifti } from '../nifti/write-nifti.ts'
import { isPreparedDataset } from './is-prepared.ts'
import { verifyDataset } from './verify-dataset.ts'

let root = ''
let folder = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'voxproof-verify-'))
  await generatePhantom({ outFolder: join(root, 'raw'), testCases: 2, shape: [10, 10, 10] })
  const result = await importDataset(join(root, 'raw'), join(root, 'out'))
  if (result.status !== 'imported') throw new Error(JSON.stringify(result))
  folder = result.folder
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function complaints(): Promise<readonly string[]> {
  const { problems } = await verifyDataset(folder)
  return problems.map(({ code, message }) => `${code}: ${message.replaceAll(/[0-9a-f]{64}/g, '…')}`)
}

async function forge(name: string, value: number, shape: Triple = [10, 10, 10], edge = 36): Promise<void> {
  const data = new Float32Array(shape[0] * shape[1] * shape[2]).fill(value)
  const affine = scalingAffine([edge, edge, edge])
  const bytes = writeNifti({ shape, channelCount: 1, affine, data }, { elementType: 'float32', gzip: true })
  await writeFile(join(folder, name), bytes)
}

it('finds nothing wrong with what was just imported, and tells it from a folder of volumes', async () => {
  expect(await verifyDataset(folder)).toMatchObject({ dataset: { manifest: { id: 'phantom-ct' } }, problems: [] })
  expect(await isPreparedDataset(folder)).toBe(true)
  expect(await isPreparedDataset(join(root, 'raw'))).toBe(false)
  expect(await isPreparedDataset(join(root, 'nowhere'))).toBe(false)
})

it('names intensities out of range, and voxels that are other ones', async () => {
  await forge('test-001.image.nii.gz', 1.5)
  expect(await complaints()).toEqual([
    'hash-mismatch: Case test-001: test-001.image.nii.gz holds voxels with the hash …; stated is …. Import the dataset again.',
    'value-range: Case test-001: test-001.image.nii.gz has 1000 voxels outside [0, 1].',
  ])
})

it('names label values that are no class, and classes with other counts', async () => {
  await forge('test-000.label.nii.gz', 9)
  expect((await complaints())[0]).toBe(
    'unknown-label: Case test-000: test-000.label.nii.gz has 1000 voxels that are no class; expected whole numbers from 0 to 8.',
  )
  await forge('test-000.label.nii.gz', 0)
  expect((await complaints())[0]).toMatch(
    /^class-count: Case test-000: .* has 1000 voxels of class 0 \(background\); stated are \d+\.$/,
  )
})

it('names another shape, another voxel size, and files that are missing or no volumes', async () => {
  await forge('test-000.image.nii.gz', 0.5, [10, 10, 9], 30)
  await rm(join(folder, 'test-000.label.nii.gz'))
  await writeFile(join(folder, 'test-001.label.nii.gz'), 'nothing')
  const found = await complaints()
  expect(found.map((line) => line.split(':')[0])).toEqual([
    'shape-mismatch',
    'affine-mismatch',
    'hash-mismatch',
    'missing-file',
    'unreadable-volume',
  ])
  expect(found[0]).toContain('has 10 × 10 × 9 voxels; stated are 10 × 10 × 10.')
  expect(found[1]).toContain('has voxels of 30 × 30 × 30 mm; stated are 36 × 36 × 36 mm.')
})

it('names a description that was changed', async () => {
  const path = join(folder, 'dataset.json')
  await writeFile(path, (await readFile(path, 'utf8')).replace('"liver"', '"lever"'))
  expect(await verifyDataset(folder)).toMatchObject({ dataset: null, problems: [{ code: 'malformed-manifest' }] })
})
