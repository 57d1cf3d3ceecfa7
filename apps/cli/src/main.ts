import { Command, CommanderError } from 'commander'
import { registerDatasetCommands } from './dataset/index.ts'
import { describeFailure, failureAsJson } from './describe-failure.ts'
import { registerEvaluateCommands } from './evaluate/index.ts'
import { addAttackCommand } from './model/attack-command.ts'
import { addGradcheckCommand } from './model/gradcheck-command.ts'
import { addGradientCommand } from './model/gradient-command.ts'
import { addInspectCommand } from './model/inspect-command.ts'
import { UsageError } from './usage-error.ts'

/** With `--json` they print one line of JSON, whatever comes of them. */
const commandsOfOneLine: ReadonlySet<string> = new Set(['inspect', 'gradcheck', 'gradient', 'attack'])

const program = new Command('voxproof')
  .description('robustness of volumetric medical segmentation models')
  .exitOverride()
registerDatasetCommands(program)
registerEvaluateCommands(program)
addInspectCommand(program)
addGradcheckCommand(program)
addGradientCommand(program)
addAttackCommand(program)

try {
  await program.parseAsync()
} catch (error) {
  const isHelp = error instanceof CommanderError && error.exitCode === 0
  const [, , command = '', ...options] = process.argv
  if (!isHelp && commandsOfOneLine.has(command) && options.includes('--json')) {
    process.stdout.write(`${failureAsJson(error)}\n`)
  }
  // Commander has said on its own what it did not understand.
  if (!(error instanceof CommanderError)) process.stderr.write(`voxproof: ${describeFailure(error)}\n`)
  process.exitCode = error instanceof UsageError || error instanceof CommanderError ? error.exitCode : 1
}
