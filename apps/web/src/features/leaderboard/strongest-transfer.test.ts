import { expect, test } from 'vitest'
import { strongestTransfer, together, transferColumns } from './strongest-transfer.ts'

const transfer = [
  { entry: 'transfer-all-8', surrogates: 'UNet + UNETR', onModel: 0.4 },
  { entry: 'transfer-unet-mi-8', surrogates: 'UNet', onModel: 0.7 },
  { entry: 'transfer-unet-di-8', surrogates: 'UNet', onModel: 0.6 },
]
const ofUnet = [
  { entry: 'transfer-all-8', surrogates: 'UNETR', onModel: 0.5 },
  { entry: 'transfer-unetr-mi-8', surrogates: 'UNETR', onModel: 0.8 },
]

test('columns are the models that were attacked, several together last', () => {
  expect(transferColumns([transfer, ofUnet])).toEqual(['UNet', 'UNETR', together])
})

test('a cell holds the attack that hurts most', () => {
  expect(strongestTransfer(transfer, 'UNet')?.entry).toBe('transfer-unet-di-8')
  expect(strongestTransfer(transfer, together)?.onModel).toBe(0.4)
  expect(strongestTransfer(ofUnet, 'UNet')).toBeUndefined()
})
