import type { Command } from 'commander'
import { addCheckCommand } from './check-command.ts'
import { addImportCommand } from './import-command.ts'
import { addListCommand } from './list-command.ts'
import { addPhantomCommand } from './phantom-command.ts'

/** Adds `dataset phantom`, `dataset check`, `dataset import` and `dataset list` to the program. */
export function registerDatasetCommands(program: Command): void {
  const dataset = program.command('dataset').description('make, check, import and list datasets')
  addPhantomCommand(dataset)
  addCheckCommand(dataset)
  addImportCommand(dataset)
  addListCommand(dataset)
}
