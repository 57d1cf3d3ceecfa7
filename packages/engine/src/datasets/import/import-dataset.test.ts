import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generatePhantom } from '../generate-phantom.ts'
import type { DatasetManifest } from '../manifest.ts'
import { scalingAffine } from '../nifti/affine.ts'
import { writeNifti } from '../nifti/write-nifti.ts'
import { listDatasetFolders } from '../prepared/list-datasets.ts'
import { openDataset } from '../prepared/open-dataset.ts'
import { checkDataset } from './check-dataset.ts'
import { importDataset } from './import-dataset.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'voxproof-import-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const shape = [6, 5, 4] as const
const affine = scalingAffine([2, 2, 3])
const manifest: DatasetManifest = {
  id: 'tiny-mr',
  name: 'Tiny',
  modality: 'MR',
  description: '',
  licence: 'CC0',
  source: 'made by this test',
  classNames: ['background', 'core', 'rim'],
  channelNames: ['T1'],
  roiShape: [6, 5, 4],
  preprocessing: {
    orientation: 'RAS',
    spacingMm: null,
    intensity: { kind: 'min-max' },
    cropForeground: false,
    padToShape: null,
    exactShape: null,
  },
  cases: [{ key: 'a', images: ['images/a.nii.gz'], label: 'labels/a.nii.gz', split: 'test' }],
}

interface FolderContent {
  readonly manifest?: unknown
  readonly image?: readonly number[]
  readonly label?: readonly number[]
  readonly labelAffine?: typeof affine
  readonly labelShape?: readonly [number, number, number]
  readonly channelCount?: number
}

async function makeFolder(content: FolderContent = {}): Promise<string> {
  const folder = join(root, 'folder')
  await mkdir(join(folder, 'images'), { recursive: true })
  await mkdir(join(folder, 'labels'), { recursive: true })
  const { channelCount = 1, labelShape = shape } = content
  const image = content.image ?? Array.from({ length: 120 * channelCount }, (_, n) => n)
  const label = content.label ?? Array.from({ length: 120 }, (_, n) => (n < 10 ? 1 : n < 15 ? 2 : 0))
  await writeFile(join(folder, 'dataset.json'), JSON.stringify(content.manifest ?? manifest))
  await writeFile(
    join(folder, 'images/a.nii.gz'),
    writeNifti({ shape, channelCount, affine, data: image }, { elementType: 'float32', gzip: true }),
  )
  await writeFile(
    join(folder, 'labels/a.nii.gz'),
    writeNifti(
      { shape: labelShape, channelCount: 1, affine: content.labelAffine ?? affine, data: label },
      { elementType: 'float32', gzip: true },
    ),
  )
  return folder
}

describe('importDataset', () => {
  it('prepares test cases that openDataset gives back, scaled to [0, 1]', async () => {
    const out = join(root, 'out')
    const result = await importDataset(await makeFolder(), out)
    if (result.status !== 'imported') throw new Error(JSON.stringify(result))
    expect(result.folder).toBe(join(out, 'tiny-mr', result.hash))
    expect((await readdir(result.folder)).sort()).toEqual(['a.image.nii.gz', 'a.label.nii.gz', 'dataset.json'])
    expect(await readdir(out)).toEqual(['tiny-mr'])
    expect(await listDatasetFolders(out)).toEqual([result.folder])

    const dataset = await openDataset(result.folder)
    expect(dataset).toMatchObject({ manifest, hash: result.hash })
    expect(dataset.cases).toMatchObject([{ key: 'a', shape, spacingMm: [2, 2, 3], classVoxels: [105, 10, 5] }])
    const { image, label } = await dataset.loadCase('a')
    expect(image.shape).toEqual([1, 1, 6, 5, 4])
    expect(image.data).toEqual(Float32Array.from({ length: 120 }, (_, n) => n / 119))
    expect([...label.data.subarray(8, 16)]).toEqual([1, 1, 2, 2, 2, 2, 2, 0])
  })

  it('gives the same folder for the same content and another for other content', async () => {
    const out = join(root, 'out')
    const first = await importDataset(await makeFolder(), out)
    expect(await importDataset(await makeFolder(), out)).toEqual({ ...first, status: 'present' })
    const brighter = Array.from({ length: 120 }, (_, n) => n * n)
    const other = await importDataset(await makeFolder({ image: brighter }), out)
    expect(other.status).toBe('imported')
    expect(await listDatasetFolders(out)).toHaveLength(2)
  })

  it('takes two channels from two files and from one 4-D file alike', async () => {
    const two = { ...manifest, modality: 'PET-CT', channelNames: ['CT', 'PET'] }
    const folder = await makeFolder({ manifest: two, channelCount: 2 })
    const joint = await importDataset(folder, join(root, 'joint'))
    const half = (from: number): Uint8Array => {
      const data = Array.from({ length: 120 }, (_, n) => n + from)
      return writeNifti({ shape, channelCount: 1, affine, data }, { elementType: 'float32' })
    }
    await writeFile(join(folder, 'images/ct.nii'), half(0))
    await writeFile(join(folder, 'images/pet.nii'), half(120))
    const cases = [{ ...manifest.cases[0], images: ['images/ct.nii', 'images/pet.nii'] }]
    await writeFile(join(folder, 'dataset.json'), JSON.stringify({ ...two, cases }))
    const apart = await importDataset(folder, join(root, 'apart'))
    if (joint.status !== 'imported' || apart.status !== 'imported') throw new Error('refused')
    const [a, b] = await Promise.all(
      [joint, apart].map(async ({ folder: at }) => (await openDataset(at)).loadCase('a')),
    )
    expect(a?.image.shape).toEqual([1, 2, 6, 5, 4])
    expect(a?.image).toEqual(b?.image)
  })

  it('takes the channel of a label that the manifest names, and refuses several otherwise', async () => {
    const folder = await makeFolder()
    const data = Array.from({ length: 240 }, (_, n) => (n >= 120 && n < 140 ? (n < 130 ? 1 : 2) : 0))
    const bytes = writeNifti({ shape, channelCount: 2, affine, data }, { elementType: 'uint8', gzip: true })
    await writeFile(join(folder, 'labels/a.nii.gz'), bytes)
    const refused = await importDataset(folder, join(root, 'out'))
    expect(refused).toMatchObject({ status: 'refused', problems: [{ code: 'channel-count' }] })
    const manifestFile = join(root, 'other.json')
    await writeFile(manifestFile, JSON.stringify({ ...manifest, labelChannel: 1 }))
    const result = await importDataset(folder, join(root, 'out'), { manifestFile })
    if (result.status !== 'imported') throw new Error(JSON.stringify(result))
    expect((await openDataset(result.folder)).cases[0]?.classVoxels).toEqual([100, 10, 10])
    const again = await importDataset(result.folder, join(root, 'out'))
    expect(again.status === 'refused' && again.problems[0]?.message).toContain(
      'was imported before; nothing is to be done',
    )
  })

  it('maps label values to classes', async () => {
    const label = Array.from({ length: 120 }, (_, n) => (n < 3 ? 205 : n < 5 ? 420 : 0))
    const folder = await makeFolder({ manifest: { ...manifest, labelMap: { 205: 2, 420: 1 } }, label })
    const result = await importDataset(folder, join(root, 'out'))
    if (result.status !== 'imported') throw new Error(JSON.stringify(result))
    expect((await openDataset(result.folder)).cases[0]?.classVoxels).toEqual([115, 2, 3])
  })

  it('warns of an organ that no test case holds', async () => {
    const label = Array.from({ length: 120 }, (_, n) => (n < 10 ? 1 : 0))
    const result = await importDataset(await makeFolder({ label }), join(root, 'out'))
    expect(result).toMatchObject({ status: 'imported', warnings: [{ code: 'absent-class' }] })
    expect(result.status === 'imported' && result.warnings[0]?.message).toContain('class 2 (rim)')
  })

  const withValue = (value: number, places: number): number[] =>
    Array.from({ length: 120 }, (_, n) => (n < places ? value : n))
  it.each([
    ['NaN voxels', { image: withValue(Number.NaN, 3) }, 'not-finite', /3 voxels that are NaN/],
    ['infinite voxels', { image: withValue(Infinity, 1) }, 'not-finite', /1 voxels/],
    [
      'label values that are no class',
      { label: withValue(-7, 4).map((v) => (v < 0 ? 7 : 0)) },
      'unknown-label',
      /7 \(4 voxels\)/,
    ],
    [
      'label values between classes',
      { label: withValue(0.5, 2).map((v) => (v === 0.5 ? v : 0)) },
      'unknown-label',
      /0\.5 \(2 voxels\)/,
    ],
    ['a label of another shape', { labelShape: [5, 6, 4] as const }, 'shape-mismatch', /5 × 6 × 4 voxels/],
    ['a label elsewhere', { labelAffine: scalingAffine([2, 2, 3], [0, 9, 0]) }, 'affine-mismatch', /9\.00 mm apart/],
    ['too many channels', { channelCount: 2 }, 'channel-count', /2 channels; the manifest names 1 \(T1\)/],
  ])('refuses %s', async (_title, content, code, message) => {
    const result = await importDataset(await makeFolder(content), join(root, 'out'))
    expect(result).toMatchObject({ status: 'refused', problems: [{ code, caseKey: 'a' }] })
    expect(result.status === 'refused' && result.problems[0]?.message).toMatch(message)
    expect(await readdir(join(root, 'out'))).toEqual([])
  })

  it('removes what an import killed a day ago left behind, and nothing newer', async () => {
    const out = join(root, 'out')
    await mkdir(join(out, '.importing-old'), { recursive: true })
    await mkdir(join(out, '.importing-new'))
    await utimes(join(out, '.importing-old'), new Date(0), new Date(0))
    await importDataset(await makeFolder(), out)
    expect((await readdir(out)).sort()).toEqual(['.importing-new', 'tiny-mr'])
  })

  it.each(['../outside.nii', '/etc/passwd', 'images/../../outside.nii', '..\\outside.nii'])(
    'refuses the path %s without opening it',
    async (label) => {
      const cases = [{ ...manifest.cases[0], label }]
      const result = await importDataset(await makeFolder({ manifest: { ...manifest, cases } }), join(root, 'out'))
      expect(result).toMatchObject({ status: 'refused', problems: [{ code: 'unsafe-path', caseKey: 'a' }] })
    },
  )

  it.each([
    ['a key that climbs', { cases: [{ ...manifest.cases[0], key: '../a' }] }, 'malformed-manifest'],
    ['an id that climbs', { id: '../tiny' }, 'malformed-manifest'],
    [
      'two scalings for one channel',
      { preprocessing: { ...manifest.preprocessing, intensity: [{ kind: 'min-max' }, { kind: 'min-max' }] } },
      'malformed-manifest',
    ],
    ['a key used twice', { cases: [manifest.cases[0], manifest.cases[0]] }, 'malformed-manifest'],
    [
      'an orientation with one axis twice',
      { preprocessing: { ...manifest.preprocessing, orientation: 'RLS' } },
      'malformed-manifest',
    ],
    [
      'a spacing in the wrong unit',
      { preprocessing: { ...manifest.preprocessing, spacingMm: [1e-3, 1e-3, 1e-3] } },
      'too-large',
    ],
    ['no test case', { cases: [{ ...manifest.cases[0], split: 'train' }] }, 'no-test-case'],
    ['a missing file', { cases: [{ ...manifest.cases[0], label: 'labels/b.nii.gz' }] }, 'missing-file'],
    ['a file that is no volume', { cases: [{ ...manifest.cases[0], label: 'dataset.json' }] }, 'unreadable-volume'],
  ])('refuses %s', async (_title, change, code) => {
    const result = await importDataset(await makeFolder({ manifest: { ...manifest, ...change } }), join(root, 'out'))
    expect(result).toMatchObject({ status: 'refused', problems: [{ code }] })
  })

  it('names the missing or broken dataset.json', async () => {
    expect(await importDataset(root, join(root, 'out'))).toMatchObject({ problems: [{ code: 'missing-file' }] })
    await writeFile(join(root, 'dataset.json'), '{ "id": ')
    expect(await importDataset(root, join(root, 'out'))).toMatchObject({ problems: [{ code: 'malformed-manifest' }] })
  })
})

describe('openDataset', () => {
  it('notices a changed volume and a changed description', async () => {
    const result = await importDataset(await makeFolder(), join(root, 'out'))
    if (result.status !== 'imported') throw new Error('refused')
    const data = new Float32Array(120)
    const forged = writeNifti({ shape, channelCount: 1, affine, data }, { elementType: 'uint8', gzip: true })
    await writeFile(join(result.folder, 'a.label.nii.gz'), forged)
    const dataset = await openDataset(result.folder)
    await expect(dataset.loadCase('a')).rejects.toThrow('Import it again')
    await expect(dataset.loadCase('b')).rejects.toThrow('no test case b; it has a')
    const path = join(result.folder, 'dataset.json')
    await writeFile(path, (await readFile(path, 'utf8')).replace('"rim"', '"rind"'))
    await expect(openDataset(result.folder)).rejects.toThrow('states')
  })
})

describe('the phantoms', () => {
  it('the CT passes its own check and imports', async () => {
    const folder = join(root, 'phantom')
    const shapeOf24 = [24, 24, 24] as const
    await generatePhantom({ outFolder: folder, testCases: 2, trainCases: 1, shape: shapeOf24, seed: 1 })
    expect(await checkDataset(folder)).toMatchObject({ problems: [], warnings: [] })
    const result = await importDataset(folder, join(root, 'out'))
    if (result.status !== 'imported') throw new Error(JSON.stringify(result))
    expect((await openDataset(result.folder)).cases.map(({ key }) => key)).toEqual(['test-000', 'test-001'])
  })

  it('the MR passes its own check and is padded to a shape of multiples of 16', async () => {
    const folder = join(root, 'phantom')
    await generatePhantom({ outFolder: folder, kind: 'mr', testCases: 2 })
    expect(await checkDataset(folder)).toMatchObject({ problems: [], warnings: [] })
    const result = await importDataset(folder, join(root, 'out'))
    if (result.status !== 'imported') throw new Error(JSON.stringify(result))
    expect((await openDataset(result.folder)).cases).toMatchObject(
      ['test-000', 'test-001'].map((key) => ({ key, shape: [64, 64, 16], spacingMm: [2, 2, 8] })),
    )
  })
})
