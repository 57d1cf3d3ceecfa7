import { expect, test } from 'vitest'
import { strongestTransfer, together, transferColumns } from './strongest-transfer.ts'

const transfer = [
  { entry: 'transfer-all-8', surrogates: 'UNet + UNETR', epsilon: 8, onModel: 0.4 },
  { entry: 'transfer-vafa-20', surrogates: 'UNet + UNETR', epsilon: null, onModel: 0.1 },
  { entry: 'transfer-unet-mi-8', surrogates: 'UNet', epsilon: 8, onModel: 0.7 },
  { entry: 'transfer-unet-di-8', surrogates: 'UNet', epsilon: 8, onModel: 0.6 },
]
const ofUnet = [
  { entry: 'transfer-all-8', surrogates: 'UNETR', epsilon: 8, onModel: 0.5 },
  { entry: 'transfer-unetr-mi-8', surrogates: 'UNETR', epsilon: 8, onModel: 0.8 },
]

test('columns are the models that were attacked, several together behind, what has no bound last', () => {
  expect(transferColumns([transfer, ofUnet])).toEqual(['UNet', 'UNETR', together, 'Several together, no bound'])
})

test('a cell holds the attack that hurts most', () => {
  expect(strongestTransfer(transfer, 'UNet')?.entry).toBe('transfer-unet-di-8')
  expect(strongestTransfer(transfer, together)?.onModel).toBe(0.4)
  expect(strongestTransfer(transfer, 'Several together, no bound')?.onModel).toBe(0.1)
  expect(strongestTransfer(ofUnet, 'UNet')).toBeUndefined()
})
