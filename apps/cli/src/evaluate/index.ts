import type { Command } from 'commander'
import { addEvaluateCommand } from './evaluate-command.ts'
import { addRescoreCommand } from './rescore-command.ts'
import { addSummariseCommand } from './summarise-command.ts'
import { addVerifyCommand } from './verify-command.ts'

/** Adds `evaluate`, `rescore`, `verify` and `summarise` to the program. */
export function registerEvaluateCommands(program: Command): void {
  addEvaluateCommand(program)
  addRescoreCommand(program)
  addVerifyCommand(program)
  addSummariseCommand(program)
}
