import { Command } from 'commander'
import { registerDatasetCommands } from './dataset/index.ts'
import { describeFailure } from './describe-failure.ts'
import { registerEvaluateCommands } from './evaluate/index.ts'
import { addAttackCommand } from './model/attack-command.ts'
import { addGradcheckCommand } from './model/gradcheck-command.ts'
import { addGradientCommand } from './model/gradient-command.ts'
import { addInspectCommand } from './model/inspect-command.ts'
import { UsageError } from './usage-error.ts'

const program = new Command('voxproof').description('robustness of volumetric medical segmentation models')
registerDatasetCommands(program)
registerEvaluateCommands(program)
addInspectCommand(program)
addGradcheckCommand(program)
addGradientCommand(program)
addAttackCommand(program)

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`voxproof: ${describeFailure(error)}\n`)
  process.exitCode = error instanceof UsageError ? error.exitCode : 1
}
