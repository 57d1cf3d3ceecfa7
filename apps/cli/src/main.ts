import { Command } from 'commander'
import { registerDatasetCommands } from './dataset/index.ts'
import { describeFailure } from './describe-failure.ts'
import { addAttackCommand } from './model/attack-command.ts'
import { addGradcheckCommand } from './model/gradcheck-command.ts'
import { addGradientCommand } from './model/gradient-command.ts'
import { addInspectCommand } from './model/inspect-command.ts'

const program = new Command('voxproof').description('robustness of volumetric medical segmentation models')
registerDatasetCommands(program)
addInspectCommand(program)
addGradcheckCommand(program)
addGradientCommand(program)
addAttackCommand(program)

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`voxproof: ${describeFailure(error)}\n`)
  process.exitCode = 1
}
