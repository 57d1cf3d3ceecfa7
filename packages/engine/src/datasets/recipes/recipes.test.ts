import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkDataset } from '../import/check-dataset.ts'
import { importDataset } from '../import/import-dataset.ts'
import { datasetManifestSchema } from '../manifest.ts'
import type { Affine, Triple } from '../nifti/affine.ts'
import { writeNifti } from '../nifti/write-nifti.ts'
import { orientationOf } from '../orientation.ts'
import { type LoadedCase, openDataset } from '../prepared/open-dataset.ts'
import { abdomen } from './abdomen.ts'
import { acdc, acdcPaper } from './acdc.ts'
import { btcv } from './btcv.ts'
import { hecktor, hecktorPetCt } from './hecktor.ts'
import type { Recipe } from './recipe.ts'
import { findRecipe, recipeList } from './recipe-list.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'voxproof-recipes-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** Array axes left, posterior, superior: the first two run against RAS. */
const lps = (spacing: Triple): Affine => [
  [-spacing[0], 0, 0, 90],
  [0, -spacing[1], 0, 70],
  [0, 0, spacing[2], -400],
]
/** Array axes superior, right, anterior. */
const sra = (spacing: Triple): Affine => [
  [0, spacing[1], 0, 5],
  [0, 0, spacing[2], 6],
  [spacing[0], 0, 0, 7],
]

interface Content {
  readonly shape: Triple
  readonly affine: Affine
  /** Value at array indices. */
  readonly at: (i: number, j: number, k: number) => number
}

async function put(path: string, { shape, affine, at }: Content): Promise<void> {
  const [n0, n1, n2] = shape
  const data = Array.from({ length: n0 * n1 * n2 }, (_, n) =>
    at(Math.floor(n / n1 / n2), Math.floor(n / n2) % n1, n % n2),
  )
  await mkdir(dirname(join(root, path)), { recursive: true })
  const gzip = path.endsWith('.gz')
  await writeFile(
    join(root, path),
    writeNifti({ shape, channelCount: 1, affine, data }, { elementType: 'int16', gzip }),
  )
}

/** The recipe ranking on these cases alone, so that a test makes few of them. */
function rankingOn(recipe: Recipe, ...test: readonly string[]): Recipe {
  return { ...recipe, split: { ...recipe.split, test } }
}

async function importCase(recipe: Recipe, key: string): Promise<LoadedCase> {
  const result = await importDataset(root, join(root, 'out'), { recipe })
  if (result.status !== 'imported') throw new Error(JSON.stringify(result))
  return (await openDataset(result.folder)).loadCase(key)
}

async function complaints(recipe: Recipe): Promise<readonly string[]> {
  const result = await importDataset(root, join(root, 'out'), { recipe })
  if (result.status !== 'refused') throw new Error('imported')
  return result.problems.map(({ code, message }) => `${code}: ${message}`)
}

const voxelsOf = ({ label }: LoadedCase, classIndex: number): number =>
  label.data.reduce((count, value) => count + (value === classIndex ? 1 : 0), 0)

describe('the recipes', () => {
  it.each([
    ['btcv', 14, 12, 0],
    ['acdc', 4, 20, 40],
    ['acdc-paper', 4, 20, 40],
    ['hecktor', 3, 79, 0],
    ['hecktor-pet-ct', 3, 79, 0],
    ['abdomen', 14, 50, 0],
  ])('%s has %i classes, ranks on %i cases and leaves out %i', (id, classes, test, leftOut) => {
    const recipe = findRecipe(id)
    if (!recipe) throw new Error('missing')
    const { manifest, split } = recipe
    expect(manifest.classNames).toHaveLength(classes)
    expect(new Set([...split.test, ...split.leftOut]).size).toBe(test + leftOut)
    expect(split.test).toHaveLength(test)
    const cases = split.test.map((key) => ({ key, images: ['a.nii'], label: 'b.nii', split: 'test' }))
    expect(datasetManifestSchema.safeParse({ ...manifest, cases }).error).toBeUndefined()
  })

  it('are listed once each', () => {
    expect(new Set(recipeList.map(({ manifest }) => manifest.id)).size).toBe(recipeList.length)
  })
})

describe('btcv', () => {
  const recipe = rankingOn(btcv, '0001', '0035')
  const grid = { shape: [20, 16, 8], affine: lps([3, 1.5, 4]) } as const
  /** Soft tissue in an inner box, air around it; the liver is the half of it that lies on the patient's right. */
  const inside = (i: number, j: number, k: number): boolean => i >= 4 && i < 16 && j >= 2 && j < 14 && k >= 1 && k < 7
  const makeCase = async (id: string, [images, labels]: readonly [string, string], organ = 6): Promise<void> => {
    await put(`${images}/img${id}.nii.gz`, { ...grid, at: (i, j, k) => (inside(i, j, k) ? 37 : -1000) })
    await put(`${labels}/label${id}.nii.gz`, { ...grid, at: (i, j, k) => (inside(i, j, k) && i < 10 ? organ : 0) })
  }

  it.each([
    ['as the challenge publishes it', ['Training/img', 'Training/label']],
    ["in MONAI's folders", ['imagesTr', 'labelsTr']],
  ] as const)('%s: turned to RAS, resampled, windowed and cropped', async (_title, folders) => {
    for (const id of ['0001', '0005', '0035']) await makeCase(id, folders)
    const loaded = await importCase(recipe, '0035')
    expect(orientationOf(loaded.affine)).toBe('RAS')
    loaded.spacingMm.forEach((size, axis) => expect(size).toBeCloseTo([1.5, 1.5, 2][axis] ?? 0, 5))
    // From the first to the last bright centre: 11 · 3 / 1.5 + 1, 12, 5 · 4 / 2 + 1. Half-way to air it is -481 HU.
    const [d, h, w] = loaded.label.shape
    expect([d, h, w]).toEqual([23, 12, 11])
    expect(Math.max(...loaded.image.data)).toBeCloseTo((37 + 175) / 425, 5)
    // The file's first index runs to the left, so that what was first lies last, on the patient's right.
    const classAt = (i: number): number => loaded.label.data[(i * h + 6) * w + 6] ?? -1
    expect([classAt(4), classAt(20)]).toEqual([0, 6])
  })

  it('names a case that is missing, a label that is missing and a value that is no class', async () => {
    await makeCase('0001', ['imagesTr', 'labelsTr'], 14)
    expect(await complaints(recipe)).toEqual([
      'missing-file: Case 0035 is ranked on and missing; expected imagesTr/img0035.nii.gz, labelsTr/label0035.nii.gz.',
    ])
    await makeCase('0035', ['imagesTr', 'labelsTr'])
    expect(await complaints(recipe)).toEqual([
      'unknown-label: Case 0001: labelsTr/label0001.nii.gz holds 14 (432 voxels); expected whole numbers from 0 to 13, ' +
        'or a labelMap in dataset.json.',
    ])
    await rm(join(root, 'labelsTr/label0035.nii.gz'))
    expect(await complaints(recipe)).toEqual(['missing-file: Case 0035: labelsTr/label0035.nii.gz is missing.'])
  })

  it('follows links to folders and to files', async () => {
    await makeCase('0001', ['elsewhere/images', 'labelsTr'])
    await makeCase('0035', ['elsewhere/images', 'labelsTr'])
    await symlink(join(root, 'elsewhere/images'), join(root, 'imagesTr'))
    await rename(join(root, 'labelsTr/label0035.nii.gz'), join(root, 'elsewhere/label.nii.gz'))
    await symlink(join(root, 'elsewhere/label.nii.gz'), join(root, 'labelsTr/label0035.nii.gz'))
    expect(await checkDataset(root, { recipe })).toMatchObject({ problems: [], manifest: { cases: [{}, {}] } })
  })

  it('says what it expected where the folder is another one', async () => {
    await put('somewhere/else.nii', { ...grid, at: () => 0 })
    const [message] = await complaints(recipe)
    expect(message).toMatch(/^missing-file: .* has none of the layouts that btcv is published in/)
    expect(message).toContain('Training/img/img….nii.gz, Training/label/label….nii.gz; or imagesTr/img….nii.gz')
    expect(await checkDataset(join(root, 'nowhere'), { recipe })).toMatchObject({
      problems: [{ code: 'missing-file' }],
    })
  })
})

describe('acdc', () => {
  const recipe = rankingOn(acdc, 'patient089_frame01', 'patient089_frame10')
  const grid = { shape: [40, 44, 9], affine: lps([1.6, 1.6, 10]) } as const
  const heart = (i: number, j: number): number => {
    const distance = Math.hypot(i - 20, j - 22)
    return distance < 5 ? 3 : distance < 8 ? 2 : i > 27 && i < 33 && Math.abs(j - 22) < 6 ? 1 : 0
  }
  const signal = [30, 300, 90, 310]
  const makePatient = async (
    patient: string,
    frames: readonly [number, number],
    extension = '.nii.gz',
  ): Promise<void> => {
    const folder = `training/${patient}`
    for (const frame of frames) {
      const name = `${folder}/${patient}_frame${String(frame).padStart(2, '0')}`
      await put(`${name}${extension}`, { ...grid, at: (i, j) => signal[heart(i, j)] ?? 0 })
      await put(`${name}_gt${extension}`, { ...grid, at: heart })
    }
    await put(`${folder}/${patient}_4d.nii.gz`, { ...grid, at: () => 0 })
    const info = `ED: ${frames[0]}\nES: ${frames[1]}\nGroup: DCM\nHeight: 184.0\nNbFrame: 30\nWeight: 95.0\n`
    await writeFile(join(root, folder, 'Info.cfg'), info)
  }

  it.each(['.nii.gz', '.nii'])(
    'takes the frames that Info.cfg names, in patient folders of %s files',
    async (extension) => {
      await makePatient('patient089', [1, 10], extension)
      await makePatient('patient001', [1, 12], extension)
      await makePatient('patient002', [1, 12], extension)
      const checked = await checkDataset(root, { recipe })
      expect(checked.problems).toEqual([])
      expect(checked.manifest?.cases.map(({ key, split }) => `${key} ${split}`)).toEqual([
        'patient001_frame01 train',
        'patient001_frame12 train',
        'patient089_frame01 test',
        'patient089_frame10 test',
      ])
      const loaded = await importCase(recipe, 'patient089_frame10')
      expect(loaded.image.shape).toEqual([1, 1, 96, 96, 96])
      expect([1, 2, 3].every((k) => voxelsOf(loaded, k) > 500)).toBe(true)
      // By percentiles blood and muscle stay apart …
      const meanOf = (one: LoadedCase, k: number): number => {
        const values = one.image.data.filter((_, n) => one.label.data[n] === k)
        return values.reduce((sum, value) => sum + value / values.length, 0)
      }
      expect(meanOf(loaded, 3) - meanOf(loaded, 2)).toBeGreaterThan(0.6)
      // … while the window of CT, the paper's quirk, lifts everything: 30 becomes 0.48, and 310 is clipped.
      const quirk = await importCase(rankingOn(acdcPaper, ...recipe.split.test), 'patient089_frame10')
      expect(quirk.image.data.reduce((most, value) => Math.max(most, value), 0)).toBe(1)
      expect(meanOf(quirk, 2)).toBeCloseTo((90 + 175) / 425, 1)
      // 39 · 1.6 / 1.5 + 1 and 43 · 1.6 / 1.5 + 1, rounded; nothing is 0, so nothing is cropped.
      expect(quirk.label.shape).toEqual([43, 47, 96])
    },
  )

  it('names the patient whose Info.cfg is missing, empty or names other frames', async () => {
    await makePatient('patient089', [1, 10])
    await rm(join(root, 'training/patient089/Info.cfg'))
    expect(await complaints(recipe)).toEqual([
      'missing-file: Case patient089_frame01: training/patient089/Info.cfg is missing.',
      'missing-file: Case patient089_frame10: training/patient089/Info.cfg is missing.',
    ])
    await writeFile(join(root, 'training/patient089/Info.cfg'), 'ED: 1\nGroup: NOR\n')
    expect((await complaints(recipe))[0]).toContain('has no lines "ED: <frame>" and "ES: <frame>"')
    await writeFile(join(root, 'training/patient089/Info.cfg'), 'ED: 1\nES: 11\n')
    expect(await complaints(recipe)).toEqual([
      'missing-file: Case patient089_frame10 is ranked on and missing; expected ' +
        'training/patient089/patient089_frame10.nii.gz, training/patient089/patient089_frame10_gt.nii.gz, a frame that ' +
        'training/patient089/Info.cfg names.',
    ])
  })
})

describe('hecktor', () => {
  const ct = { shape: [40, 40, 20], affine: lps([2, 2, 3]) } as const
  // The PET's array axes run otherwise, its voxels are larger and its field of view reaches further.
  const pet = { shape: [24, 30, 30], affine: sra([4, 4, 4]) } as const
  const makeCase = async (id: string): Promise<void> => {
    await put(`imagesTr/${id}__CT.nii.gz`, { ...ct, at: (i) => (i < 20 ? 40 : -200) })
    const origin: Affine = [
      [0, 4, 0, 90 - 40 * 2 - 10],
      [0, 0, 4, 70 - 40 * 2 - 10],
      [4, 0, 0, -410],
    ]
    // Uptake is 0.5 per mm above -410 mm: a ramp along the body, whatever the axes.
    await put(`imagesTr/${id}__PT.nii.gz`, { ...pet, affine: origin, at: (s) => 2 * s })
    await put(`labelsTr/${id}.nii.gz`, { ...ct, at: (i, j, k) => (k === 10 && i < 4 ? (j < 20 ? 1 : 2) : 0) })
  }
  const recipe = rankingOn(hecktorPetCt, 'CHUM-001')

  it('brings PET onto the grid of the CT and scales each by its own window', async () => {
    await makeCase('CHUM-001')
    const { image, label, affine } = await importCase(recipe, 'CHUM-001')
    expect(image.shape).toEqual([1, 2, 176, 176, 176])
    expect(orientationOf(affine)).toBe('PLS')
    const voxels = 176 ** 3
    const [i, j, k] = [30, 20, 21]
    const n = (i * 176 + j) * 176 + k
    expect(image.data[n]).toBeCloseTo((40 + 175) / 425, 4)
    // Voxel k lies k mm above the CT's first slice at -400 mm.
    expect(image.data[voxels + n]).toBeCloseTo((0.5 * (k + 10)) / 20, 4)
    expect(label.data.reduce((most, value) => Math.max(most, value), 0)).toBe(2)
  })

  it('takes CT alone from the same folder, and from the folder of the authors of the paper', async () => {
    await makeCase('CHUM-001')
    expect((await importCase(rankingOn(hecktor, 'CHUM-001'), 'CHUM-001')).image.shape).toEqual([1, 1, 176, 176, 176])
    await put('ct/MDA-198_ct_trans.nii.gz', { ...ct, at: () => 40 })
    await put('gtvt/MDA-198_gtvt_trans.nii.gz', { ...ct, at: () => 1 })
    await rm(join(root, 'imagesTr'), { recursive: true })
    await rm(join(root, 'labelsTr'), { recursive: true })
    expect(await checkDataset(root, { recipe: rankingOn(hecktor, 'MDA-198') })).toMatchObject({ problems: [] })
  })

  it('names a PET that is missing and one that shows another place', async () => {
    await makeCase('CHUM-001')
    await put('imagesTr/CHUM-001__PT.nii.gz', { ...pet, at: () => 1 })
    expect((await complaints(recipe))[0]).toMatch(
      /^affine-mismatch: Case CHUM-001: imagesTr\/CHUM-001__PT.nii.gz shows 0 % of imagesTr\/CHUM-001__CT.nii.gz; at least 50 %/,
    )
    await rm(join(root, 'imagesTr/CHUM-001__PT.nii.gz'))
    expect(await complaints(recipe)).toEqual(['missing-file: Case CHUM-001: imagesTr/CHUM-001__PT.nii.gz is missing.'])
  })
})

describe('abdomen', () => {
  const recipe = rankingOn(abdomen, 'FLARETs_0001')
  const grid = { shape: [10, 12, 14], affine: sra([2.5, 0.8, 0.8]) } as const
  const image = { ...grid, at: () => 60 }
  const label = { ...grid, at: (i: number) => (i < 5 ? 13 : 0) }

  it('takes FLARE22 names, ranks on the validation cases and leaves an unlabelled training case out, aloud', async () => {
    await put('imagesVal/FLARETs_0001_0000.nii.gz', image)
    await put('labelsVal/FLARETs_0001.nii.gz', label)
    for (const id of ['0001', '0002']) await put(`imagesTr/FLARE22_Tr_${id}_0000.nii.gz`, image)
    await put('labelsTr/FLARE22_Tr_0001.nii.gz', label)
    const checked = await checkDataset(root, { recipe })
    expect(checked.problems).toEqual([])
    expect(checked.manifest?.cases.map(({ key, split }) => `${key} ${split}`)).toEqual([
      'FLARE22_Tr_0001 train',
      'FLARETs_0001 test',
    ])
    expect(checked.warnings[0]?.message).toBe(
      'Case FLARE22_Tr_0002: labelsTr/FLARE22_Tr_0002.nii.gz is missing. Left out.',
    )
    // 12 of 0.8 mm → 7 of 1.5 mm; 14 of 0.8 mm → 8; 10 of 2.5 mm → 12 of 2 mm, padded to 96.
    const loaded = await importCase(recipe, 'FLARETs_0001')
    expect(loaded.label.shape).toEqual([7, 8, 96])
    expect(loaded.label.data[0]).toBe(13)
  })
})
