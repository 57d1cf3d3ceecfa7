import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { rootFolder } from '../launch/environment.ts'
import { runProgram } from './run-program.ts'

/** Files that a command makes from others, and that command. */
const generated = [
  {
    file: 'packages/schema/src/schema.graphql',
    command: ['npm', 'run', '--silent', 'schema:emit', '-w', 'apps/gateway'],
  },
  {
    file: 'apps/web/src/lib/graphql/introspection.d.ts',
    command: ['npm', 'run', '--silent', 'generate', '-w', 'apps/web'],
  },
] as const

/**
 * True where the GraphQL schema, the site's types of it, and the migrations are what their sources make. Each file is
 * made anew, compared, and put back where it differed.
 */
export async function generatedFilesAreCurrent(scratch: string): Promise<boolean> {
  const answers: boolean[] = []
  for (const { file, command } of generated) answers.push(await isCurrent(file, command))
  answers.push(await migrationsAreCurrent(scratch))
  return answers.every(Boolean)
}

async function isCurrent(file: string, command: readonly [string, ...string[]]): Promise<boolean> {
  const path = join(rootFolder, file)
  const committed = readFileSync(path)
  const code = await runProgram(command)
  const current = code === 0 && readFileSync(path).equals(committed)
  writeFileSync(path, committed)
  tell(file, current, command.join(' '))
  return current
}

/** drizzle-kit writes a migration where tables and migrations differ; here into a copy, where none may appear. */
async function migrationsAreCurrent(scratch: string): Promise<boolean> {
  const folder = join(rootFolder, 'migrations')
  const copy = join(scratch, 'migrations')
  cpSync(folder, copy, { recursive: true })
  const schema = join('packages', 'schema', 'src', 'tables', 'index.ts')
  const out = relative(rootFolder, copy)
  const generate = ['drizzle-kit', 'generate', '--dialect', 'postgresql', '--schema', schema, '--out', out] as const
  const code = await runProgram(generate)
  const current = code === 0 && readdirSync(copy).join() === readdirSync(folder).join()
  tell('migrations/', current, 'npm run migrations:generate')
  return current
}

function tell(what: string, current: boolean, command: string): void {
  process.stdout.write(current ? `${what}: current\n` : `${what}: differs from its sources; run ${command}\n`)
}
