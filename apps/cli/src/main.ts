import { Command } from 'commander'
import { registerDatasetCommands } from './dataset/index.ts'

const program = new Command('voxproof').description('robustness of volumetric medical segmentation models')
registerDatasetCommands(program)
await program.parseAsync()
