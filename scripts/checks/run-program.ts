import { type ChildProcess, spawn } from 'node:child_process'
import { rootFolder } from '../launch/environment.ts'

let running: ChildProcess | undefined

/** Asks the program that runs now to end, as Ctrl-C would; resolves when it has. */
export function endRunningProgram(): Promise<void> {
  const child = running
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('close', () => resolve())
    child.kill('SIGINT')
  })
}

/** Runs a program in the repository root with its output shown. Answers its exit code; 1 where it was killed. */
export function runProgram(command: readonly [string, ...string[]], change: NodeJS.ProcessEnv = {}): Promise<number> {
  const [program, ...args] = command
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: rootFolder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...change },
    })
    running = child
    child.once('error', (error) => {
      process.stderr.write(`${program} could not be run: ${error.message}\n`)
      resolve(1)
    })
    child.once('close', (code) => resolve(code ?? 1))
  })
}
