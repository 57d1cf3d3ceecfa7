import { generatePhantom } from '@voxproof/engine/datasets'
import type { Command } from 'commander'
import { z } from 'zod'

const optionsSchema = z.object({
  out: z.string().min(1),
  train: z.coerce.number().int().min(0).max(100_000),
  test: z.coerce.number().int().min(0).max(100_000),
  size: z.coerce.number().int().min(8).max(512),
  seed: z.coerce.number().int().min(0),
})

/** `voxproof dataset phantom`: writes the project's own synthetic dataset into a folder. */
export function addPhantomCommand(dataset: Command): void {
  dataset
    .command('phantom')
    .description('write abdomen-like CT volumes with labels, made by a seeded generator')
    .requiredOption('--out <folder>', 'folder to write dataset.json, images/ and labels/ into')
    .option('--train <count>', 'training cases', '0')
    .option('--test <count>', 'test cases (the ones that are ranked)', '6')
    .option('--size <voxels>', 'voxels along each edge of the 360 mm cube', '48')
    .option('--seed <number>', 'seed of the generator', '1')
    .action(async (raw: unknown) => {
      const { out, train, test, size, seed } = optionsSchema.parse(raw)
      const shape = [size, size, size] as const
      const manifest = await generatePhantom({ outFolder: out, trainCases: train, testCases: test, shape, seed })
      console.log(`${manifest.id}: ${train} training and ${test} test cases of ${size}³ voxels in ${out}`)
    })
}
