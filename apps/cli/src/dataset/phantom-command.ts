import { generatePhantom } from '@voxproof/engine/datasets'
import type { Command } from 'commander'
import { z } from 'zod'

const optionsSchema = z.object({
  out: z.string().min(1),
  kind: z.enum(['ct', 'mr']),
  train: z.coerce.number().int().min(0).max(100_000),
  test: z.coerce.number().int().min(0).max(100_000),
  size: z.coerce.number().int().min(8).max(512),
  seed: z.coerce.number().int().min(0),
})

/** `voxproof dataset phantom`: writes one of the project's own synthetic datasets into a folder. */
export function addPhantomCommand(dataset: Command): void {
  dataset
    .command('phantom')
    .description('write abdomen-like CT or cardiac-like MR volumes with labels, made by a seeded generator')
    .requiredOption('--out <folder>', 'folder to write dataset.json, images/ and labels/ into')
    .option('--kind <ct|mr>', 'abdomen CT (phantom-ct) or short-axis cardiac MR (phantom-mr)', 'ct')
    .option('--train <count>', 'training cases', '0')
    .option('--test <count>', 'test cases (the ones that are ranked)', '12')
    .option('--size <voxels>', 'ct only: voxels along each edge of the 360 mm cube', '48')
    .option('--seed <number>', 'seed of the generator', '1')
    .action(async (raw: unknown) => {
      const { out, kind, train, test, size, seed } = optionsSchema.parse(raw)
      const shape = [size, size, size] as const
      const manifest = await generatePhantom({ outFolder: out, kind, trainCases: train, testCases: test, shape, seed })
      const voxels = kind === 'ct' ? `${size}³ voxels` : `${manifest.roiShape.join(' × ')} voxels once prepared`
      console.log(`${manifest.id}: ${train} training and ${test} test cases of ${voxels} in ${out}`)
    })
}
