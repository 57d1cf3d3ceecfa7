import { beforeAll, expect, test } from 'vitest'
import { evaluatedBrightness } from '../test/evaluated-brightness.ts'
import { readNifti, scalingAffine, writeNifti } from '../datasets/index.ts'
import type { FloatTensor } from '../tensor/index.ts'
import { type PartResult, rescoreVolume, runPart } from './index.ts'

let evaluated: Awaited<ReturnType<typeof evaluatedBrightness>>
beforeAll(async () => {
  evaluated = await evaluatedBrightness()
})

function requestOf(group: string) {
  const request = evaluated.requests.find((one) => one.group === group)
  if (!request) throw new Error(`No part ${group}.`)
  return request
}

/** A float32 NIfTI file and back. */
function overDisk({ shape, data }: FloatTensor): FloatTensor {
  const [, channelCount = 0, ...spatial] = shape
  const volume = { shape: spatial as unknown as [number, number, number], channelCount, data }
  const bytes = writeNifti({ ...volume, affine: scalingAffine([1, 1, 1]) }, { elementType: 'float32', gzip: true })
  return { shape, data: readNifti(bytes).data }
}

test('every volume that a part hands out scores the same after a NIfTI file', async () => {
  const volumes = new Map<string, FloatTensor>()
  const take = async (entry: string, volume: FloatTensor): Promise<void> => void volumes.set(entry, overDisk(volume))
  const request = requestOf('fgsm')
  const { outcomes }: PartResult = await runPart({ ...request, onVolume: take })
  expect([...volumes.keys()]).toEqual(['fgsm-4', 'fgsm-8'])
  for (const outcome of outcomes) {
    const volume = volumes.get(outcome.entry)
    if (!volume) throw new Error(`No volume of ${outcome.entry}.`)
    const { dice, hd95Mm, nsd, foregroundDice, nonFinite, linf, l2 } = outcome
    const measured = { dice, hd95Mm, nsd, foregroundDice, nonFinite, linf, l2 }
    expect(await rescoreVolume({ ...request, entry: outcome.entry, volume })).toEqual({ status: 'measured', measured })
  }
})

test('a volume of a larger bound is refused under a smaller one', async () => {
  const { image } = requestOf('fgsm')
  const moved = { ...image, data: image.data.map((value) => value + 5 / 255) }
  const verdict = await rescoreVolume({ ...requestOf('fgsm'), entry: 'fgsm-4', volume: moved })
  expect(verdict).toMatchObject({ status: 'refused', message: expect.stringContaining('the bound is 4/255') })
})
