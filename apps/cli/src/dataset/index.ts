import type { Command } from 'commander'
import { addCheckCommand } from './check-command.ts'
import { addImportCommand } from './import-command.ts'
import { addListCommand } from './list-command.ts'
import { addPhantomCommand } from './phantom-command.ts'
import { addRecipesCommand } from './recipes-command.ts'

/** Adds `dataset phantom`, `recipes`, `check`, `import` and `list` to the program. */
export function registerDatasetCommands(program: Command): void {
  const dataset = program.command('dataset').description('make, check, import and list datasets')
  addPhantomCommand(dataset)
  addRecipesCommand(dataset)
  addCheckCommand(dataset)
  addImportCommand(dataset)
  addListCommand(dataset)
}
