import type { Command } from 'commander'
import { addPhantomCommand } from './phantom-command.ts'

/** Adds `dataset phantom` to the program. */
export function registerDatasetCommands(program: Command): void {
  const dataset = program.command('dataset').description('make, check, import and list datasets')
  addPhantomCommand(dataset)
}
