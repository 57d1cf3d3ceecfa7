import { spawn } from 'node:child_process'
import { rootFolder } from '../launch/environment.ts'

/** Runs a program in the repository root with its output shown. Answers its exit code; 1 where it was killed. */
export function runProgram(command: readonly [string, ...string[]], change: NodeJS.ProcessEnv = {}): Promise<number> {
  const [program, ...args] = command
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: rootFolder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...change },
    })
    child.once('error', (error) => {
      process.stderr.write(`${program} could not be run: ${error.message}\n`)
      resolve(1)
    })
    child.once('close', (code) => resolve(code ?? 1))
  })
}
