import { execFile } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import processOptions from '@voxproof/engine/process-options.json' with { type: 'json' }
import { childEntry, childEntryInside, childFiles, childLinks, workspaceLinks } from './child-files.ts'
import { graphicsCard } from './graphics-card.ts'
import type { SandboxLimits } from './limits.ts'
import { seccompFilter } from './seccomp.ts'

/**
 * How a model's process is held. `bubblewrap`: own user, mount, network, process, IPC and host-name namespaces, no
 * capability, a seccomp filter, a read-only root with nothing but Node, the engine and shared libraries. `degraded`: a
 * plain process under resource limits and Node's permission model, which does not bind native code; for models that the
 * operator trusts.
 */
export type Confinement = 'bubblewrap' | 'degraded'

/** A command line with the descriptors to inherit from number 3 on. */
export interface ConfinedCommand {
  readonly file: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly descriptors: readonly number[]
  /** Closes this process's copies of the descriptors; call once the child has started. */
  readonly release: () => void
}

const unprivilegedId = '65534'
/** Where prlimit, setpriv and bwrap are looked for; the evaluator's own environment is not handed on. */
const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
/** Address space that V8 and the loader reserve for themselves beyond what they use, in bytes of private mappings. */
const reserveBytes = 1536 * 2 ** 20

export interface ConfinedOptions {
  /** Arguments of node; the model server unless said. */
  readonly program?: readonly string[] | undefined
  /** ONNX Runtime's execution providers: with cuda among them the graphics card is visible. */
  readonly providers?: readonly string[] | undefined
  /** Size of the model file; a small one unless said. */
  readonly modelBytes?: number | undefined
  /** Root of the file system that the card is looked for in; another one for tests. */
  readonly fileSystem?: string | undefined
}

/** From here on the holes that folded weights leave while a session loads weigh more: 0.5 GiB for a network of 75 MB. */
const largeModelBytes = 16 * 2 ** 20

/**
 * For small models as `process-options.json` has it (decision 0011). Of a large one, blocks from 1 MiB on go back to the
 * system when they are freed, holes or not.
 */
function childEnvironment({ modelBytes = 0 }: ConfinedOptions): Readonly<Record<string, string>> {
  const allocator = modelBytes < largeModelBytes ? processOptions.environment : { MALLOC_MMAP_THRESHOLD_: '1048576' }
  return { ORT_DISABLE_TELEMETRY: '1', ...allocator }
}

/** The command that runs a program confined; writes nothing that outlives it. */
export async function confinedCommand(
  confinement: Confinement,
  limits: SandboxLimits,
  options: ConfinedOptions = {},
): Promise<ConfinedCommand> {
  return confinement === 'bubblewrap' ? bubblewrapCommand(limits, options) : degradedCommand(limits, options)
}

async function bubblewrapCommand(limits: SandboxLimits, options: ConfinedOptions): Promise<ConfinedCommand> {
  const { program, providers = [], fileSystem } = options
  const descriptors: number[] = []
  const inherit = (descriptor: number): string => String(2 + descriptors.push(descriptor))
  // Folders are passed as open descriptors, so that the unprivileged user need not reach them by path.
  const bind = (source: string, inside: string): string[] => ['--ro-bind-fd', inherit(openSync(source, 'r')), inside]
  const filter = await seccompDescriptor()
  const args = [
    ...dropToUnprivileged(),
    'bwrap',
    ...['--unshare-all', '--unshare-user', '--disable-userns', '--die-with-parent', '--clearenv'],
    ...['--cap-drop', 'ALL', '--hostname', 'sandbox'],
    ...Object.entries(childEnvironment(options)).flatMap(([name, value]) => ['--setenv', name, value]),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...['/lib', '/lib64', '/usr/lib', '/usr/lib64'].flatMap((folder) => ['--ro-bind-try', folder, folder]),
    ...graphicsCardOptions(providers, fileSystem),
    ...bind(process.execPath, '/app/bin/node'),
    ...childFiles().flatMap(({ source, inside }) => bind(source, inside)),
    ...childLinks.flatMap(({ target, inside }) => ['--symlink', target, inside]),
    ...['--remount-ro', '/', '--chdir', '/'],
    ...(filter === null ? [] : ['--seccomp', inherit(filter)]),
    '--',
    '/app/bin/node',
    ...nodeOptions(limits),
    ...(program ?? [childEntryInside]),
  ]
  return {
    file: 'prlimit',
    args: [...resourceLimits(limits), '--', ...args],
    environment: { PATH: systemPath },
    descriptors,
    release: () => descriptors.forEach((descriptor) => closeSync(descriptor)),
  }
}

function graphicsCardOptions(providers: readonly string[], fileSystem: string | undefined): string[] {
  const card = graphicsCard(providers, fileSystem)
  if (card === undefined) return []
  const { devices, libraries } = card
  return [
    ...devices.flatMap((device) => ['--dev-bind', device, device]),
    ...libraries.flatMap((folder) => ['--ro-bind', folder, folder]),
    ...(libraries.length === 0 ? [] : ['--setenv', 'LD_LIBRARY_PATH', libraries.join(':')]),
  ]
}

async function degradedCommand(limits: SandboxLimits, options: ConfinedOptions): Promise<ConfinedCommand> {
  const node = [
    ...nodeOptions(limits),
    '--permission',
    '--allow-addons',
    ...[...childFiles().map(({ source }) => source), ...workspaceLinks()].map((path) => `--allow-fs-read=${path}`),
    ...(options.program ?? [childEntry]),
  ]
  const limited = await hasPrlimit()
  return {
    file: limited ? 'prlimit' : process.execPath,
    args: limited ? [...resourceLimits(limits), '--', process.execPath, ...node] : node,
    environment: { ...childEnvironment(options), PATH: systemPath },
    descriptors: [],
    release: () => {},
  }
}

/**
 * RLIMIT_DATA bounds private writable memory and is what stops a sudden allocation; RLIMIT_AS would also count the
 * gigabytes that V8 reserves and never touches. Processes are counted per real
 * user, threads included: as nobody there are none but sandboxes, as the operator there may be a whole desktop.
 */
function resourceLimits(limits: SandboxLimits): string[] {
  return [
    `--data=${limits.memoryBytes + reserveBytes}`,
    `--cpu=${limits.cpuSeconds}:${limits.cpuSeconds + 10}`,
    '--fsize=0',
    '--core=0',
    '--nofile=256',
    `--nproc=${isRoot() ? 1024 : 16384}`,
    '--memlock=0',
    '--msgqueue=0',
  ]
}

function nodeOptions(limits: SandboxLimits): string[] {
  const heapMebibytes = Math.max(256, Math.floor(limits.memoryBytes / 2 ** 20 / 2))
  const options = [
    `--max-old-space-size=${heapMebibytes}`,
    '--disable-warning=ExperimentalWarning',
    ...processOptions.nodeOptions,
  ]
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return options
  return [...options, '--experimental-strip-types']
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** The limit on processes is not enforced for a real uid of 0, so root becomes nobody first. */
function dropToUnprivileged(): string[] {
  if (!isRoot()) return []
  return ['setpriv', `--reuid=${unprivilegedId}`, `--regid=${unprivilegedId}`, '--clear-groups', '--']
}

/** An open, already unlinked file with the seccomp filter; null where there is none for this processor. */
async function seccompDescriptor(): Promise<number | null> {
  const filter = seccompFilter(process.arch)
  if (filter === null) return null
  const folder = await mkdtemp(join(tmpdir(), 'voxproof-seccomp-'))
  try {
    const path = join(folder, 'filter')
    await writeFile(path, filter, { mode: 0o600 })
    return openSync(path, 'r')
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function hasPrlimit(): Promise<boolean> {
  return promisify(execFile)('prlimit', ['--version'], { env: { PATH: systemPath } }).then(
    () => true,
    () => false,
  )
}
