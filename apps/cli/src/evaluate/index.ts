import type { Command } from 'commander'
import { addEvaluateCommand } from './evaluate-command.ts'
import { addRescoreCommand } from './rescore-command.ts'

/** Adds `evaluate` and `rescore` to the program. */
export function registerEvaluateCommands(program: Command): void {
  addEvaluateCommand(program)
  addRescoreCommand(program)
}
