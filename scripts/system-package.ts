import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** A program that npm cannot bring, and the Debian package that has it. */
export interface SystemProgram {
  readonly program: string
  readonly debianPackage: string
  /** What goes without it, for the message. */
  readonly purpose: string
}

export const bubblewrap: SystemProgram = {
  program: 'bwrap',
  debianPackage: 'bubblewrap',
  purpose: 'Uploaded models run in its sandbox; without it the evaluator refuses them.',
}

export const chromium: SystemProgram = {
  program: 'chromium',
  debianPackage: 'chromium',
  purpose: 'The end-to-end tests drive it.',
}

/**
 * True where the program is there. Where it is not and this is root on Debian or Ubuntu, installs it; elsewhere says
 * what to install.
 */
export function ensureProgram(
  { program, debianPackage, purpose }: SystemProgram,
  tell: (line: string) => void,
): boolean {
  if (isThere(program)) return true
  const apt = existsSync('/usr/bin/apt-get')
  if (!apt || process.getuid?.() !== 0) {
    const how = apt ? `sudo apt-get install ${debianPackage}` : `your system's package "${debianPackage}"`
    tell(`${program} is missing. ${purpose} Install it: ${how}`)
    return false
  }
  tell(`${program} is missing; installing Debian's package ${debianPackage} …`)
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '-y', '--no-install-recommends', debianPackage]
  for (const args of [['update'], install]) {
    const { status, stderr } = spawnSync('apt-get', ['-q', ...args], { env: environment, encoding: 'utf8' })
    if (status !== 0) tell(`apt-get ${args[0]} failed: ${String(stderr).trim().split('\n').at(-1) ?? ''}`)
  }
  return isThere(program)
}

function isThere(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
}
