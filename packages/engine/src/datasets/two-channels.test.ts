import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { slidingWindowVictim } from '../inference/index.ts'
import { constantTensor, encodeModel } from '../onnx/index.ts'
import { openWindowModel } from '../runtime/index.ts'
import { partGroups, runPart, suites } from '../suite/index.ts'
import type { FloatTensor } from '../tensor/index.ts'
import { importDataset } from './import/import-dataset.ts'
import { type Affine, scalingAffine, type Triple } from './nifti/affine.ts'
import { writeNifti } from './nifti/write-nifti.ts'
import { type LoadedCase, openDataset } from './prepared/open-dataset.ts'

let root = ''
let loaded: LoadedCase
const shape = [16, 16, 12] as const

/** A CT of 2 mm with a body of 40 HU, a PET of 4 mm that glows in its middle, and a label of where it glows fully. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'voxproof-two-channels-'))
  const glows = (x: number, y: number, z: number): boolean => x > 10 && x < 22 && y > 10 && y < 22 && z > 6 && z < 18
  const put = async (
    name: string,
    grid: { shape: Triple; affine: Affine },
    value: (x: number, y: number, z: number) => number,
  ): Promise<void> => {
    const [n0, n1, n2] = grid.shape
    const size = grid.affine[0][0]
    const origin = grid.affine[0][3]
    const data = Array.from({ length: n0 * n1 * n2 }, (_, n) =>
      value(
        origin + size * Math.floor(n / n1 / n2),
        origin + size * (Math.floor(n / n2) % n1),
        origin + size * (n % n2),
      ),
    )
    await writeFile(join(root, name), writeNifti({ ...grid, channelCount: 1, data }, { elementType: 'float32' }))
  }
  await mkdir(root, { recursive: true })
  const ct = { shape, affine: scalingAffine([2, 2, 2]) }
  await put('ct.nii', ct, (x) => (x < 28 ? 40 : -1000))
  await put('pet.nii', { shape: [10, 10, 8], affine: scalingAffine([4, 4, 4], [-2, -2, -2]) }, (x, y, z) =>
    glows(x, y, z) ? 12 : 1,
  )
  // Half-way to the next PET voxel the interpolated uptake is 6.5, that is 0.325 of the window: just below the model's 0.335.
  await put('label.nii', ct, (x, y, z) => (x > 12 && x < 20 && y > 12 && y < 20 && z > 8 && z < 16 ? 1 : 0))
  const manifest = {
    id: 'tiny-pet-ct',
    name: 'Tiny PET/CT',
    modality: 'PET-CT',
    description: '',
    licence: 'CC0',
    source: 'made by this test',
    classNames: ['background', 'lesion'],
    channelNames: ['CT', 'PET'],
    roiShape: [8, 8, 8],
    preprocessing: {
      alignChannels: true,
      orientation: 'RAS',
      spacingMm: null,
      intensity: [
        { kind: 'window', low: -175, high: 250 },
        { kind: 'window', low: 0, high: 20 },
      ],
      cropForeground: false,
      padToShape: null,
      exactShape: null,
    },
    cases: [{ key: 'a', images: ['ct.nii', 'pet.nii'], label: 'label.nii', split: 'test' }],
  }
  await writeFile(join(root, 'dataset.json'), JSON.stringify(manifest))
  const result = await importDataset(root, join(root, 'out'))
  if (result.status !== 'imported') throw new Error(JSON.stringify(result))
  loaded = await (await openDataset(result.folder)).loadCase('a')
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** Lesion against background: 20 (PET - 0.335) + 2 (CT - 0.5). */
function petModel(): Uint8Array {
  const node = { domain: '', name: 'head', attributes: {}, opType: 'Conv' }
  return encodeModel({
    irVersion: 10,
    opsets: new Map([['', 21]]),
    graph: {
      name: 'two channels',
      inputs: [{ name: 'image', kind: 'tensor', dataType: 'float32', shape: ['n', 2, 'd', 'h', 'w'] }],
      outputs: [{ name: 'logits', kind: 'tensor', dataType: 'float32', shape: ['n', 2, 'd', 'h', 'w'] }],
      nodes: [{ ...node, inputs: ['image', 'weight', 'bias'], outputs: ['logits'] }],
      initializers: new Map([
        ['weight', constantTensor('float32', [2, 2, 1, 1, 1], [0, 0, 2, 20])],
        ['bias', constantTensor('float32', [2], [0, -20 * 0.335 - 1])],
      ]),
      valueInfo: new Map(),
    },
  })
}

it('PET of another grid becomes the second channel, on the voxels of the CT', () => {
  expect(loaded.image.shape).toEqual([1, 2, ...shape])
  const voxels = 16 * 16 * 12
  const at = (channel: number, i: number, j: number, k: number): number =>
    loaded.image.data[channel * voxels + (i * 16 + j) * 12 + k] ?? -1
  expect([at(0, 2, 2, 2), at(0, 15, 2, 2)].map((value) => Number(value.toFixed(4)))).toEqual([0.5059, 0])
  expect(at(1, 8, 8, 6)).toBeCloseTo(12 / 20, 5)
  expect(at(1, 1, 1, 1)).toBeCloseTo(1 / 20, 5)
})

it('a model of two channels is evaluated end to end, and both channels are attacked within the bound', async () => {
  const suite = suites['quick-1']
  const model = await openWindowModel(petModel(), { windowShape: [8, 8, 8] })
  const { image, label, spacingMm } = loaded
  const victim = slidingWindowVictim(model, { volumeShape: image.shape, ...suite.slidingWindow })
  const request = { suite, victim, image, label, spacingMm, classCount: 2, modelHash: '', datasetId: 'tiny-pet-ct' }
  const scores = new Map<string, number>()
  const volumes = new Map<string, FloatTensor>()
  for (const group of partGroups(suite)) {
    const onVolume = async (entry: string, volume: FloatTensor): Promise<void> => void volumes.set(entry, volume)
    const part = await runPart({ ...request, group, caseKey: 'a', gradient: 'available', onVolume })
    for (const { entry, foregroundDice } of part.outcomes) scores.set(entry, foregroundDice)
  }
  await model.close()
  expect(scores.get('clean')).toBe(1)
  expect(scores.get('pgd-8')).toBeLessThan(1)
  const attacked = volumes.get('pgd-8')
  expect(attacked?.shape).toEqual(image.shape)
  const voxels = 16 * 16 * 12
  const movedIn = (channel: number): number => {
    const first = channel * voxels
    const moves = image.data.subarray(first, first + voxels).map((value, n) => {
      return Math.abs((attacked?.data[first + n] ?? Number.NaN) - value)
    })
    return moves.reduce((most, move) => Math.max(most, move), 0)
  }
  expect([movedIn(0), movedIn(1)].map((move) => Math.round(move * 255))).toEqual([8, 8])
})
