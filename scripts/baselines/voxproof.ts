import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { rootFolder } from '../launch/environment.ts'

const command = join(rootFolder, 'apps', 'cli', 'bin', 'voxproof.mjs')
const running = new Set<ChildProcess>()
process.once('exit', stopPrograms)

/**
 * Runs a command of the command line, its complaints and progress shown, and answers its exit status. With a prefix, which
 * each line then begins with, several can be told apart.
 */
export function voxproof(args: readonly string[], prefix = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    // A process group of its own: Ctrl-C reaches it once, through `stopPrograms`.
    const child = spawn(process.execPath, [command, ...args], {
      stdio: ['ignore', 'ignore', prefix === '' ? 'inherit' : 'pipe'],
      detached: true,
    })
    running.add(child)
    if (child.stderr !== null) {
      createInterface(child.stderr).on('line', (line) => process.stderr.write(`${prefix}${line}\n`))
    }
    child.once('error', reject)
    child.once('close', (code) => {
      running.delete(child)
      resolve(code ?? 1)
    })
  })
}

/** Asks everything that runs to stop where it can go on later. */
export function stopPrograms(): void {
  for (const child of running) child.kill('SIGINT')
}

/** What a command prints; throws where it fails. */
export function voxproofText(args: readonly string[]): string {
  const { status, stdout } = spawnSync(process.execPath, [command, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (status === 0) return stdout
  throw new Error(`voxproof ${args.join(' ')} ended with status ${status}.`)
}
