import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Runs before anything is installed: Node's own modules only, and nothing that Node 20 does not know.

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const pinned = process.platform === 'linux' ? `node-linux-${process.arch}` : undefined

/** Installs what package-lock.json names where node_modules does not hold it. Ends the process where that fails. */
export function ensureInstalled() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 20) {
    stop(`VoxProof needs Node.js 20 or newer; this is ${process.versions.node}. Get one from https://nodejs.org.`)
  }
  if (isInstalled()) return
  const npm = npmCommand()
  console.log('Installing what is missing (about two minutes on a fast connection) …')
  // The lock names every platform's packages; npm's notices on Node 20 and on install scripts help nobody here.
  const arguments_ = [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error']
  const result = spawnSync(npm[0], arguments_, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (result.status !== 0 || !isInstalled()) {
    stop('npm ci did not finish. Read its message above; most often the package registry could not be reached.')
  }
}

/** Path of the Node.js that runs VoxProof: the pinned one from npm on Linux, else the current one if it is 22 or newer. */
export function pinnedNode() {
  const binary = pinned && join(root, 'node_modules', pinned, 'bin', 'node')
  if (binary && existsSync(binary)) return binary
  if (Number(process.versions.node.split('.')[0]) >= 22) return process.execPath
  return stop(`VoxProof needs Node.js 22 or newer on ${process.platform}; this is ${process.versions.node}.`)
}

/** Runs a TypeScript file under the pinned Node, hands signals over, and ends with its exit code. */
export function handOver(script, arguments_ = []) {
  runPinned(['--import', 'tsx', join(root, script), ...arguments_], root)
}

/** Becomes the pinned Node, this process's folder, signals and exit code with it; Node 20 can only run it. */
export function becomePinned(arguments_, environment) {
  if (!process.execve) return runPinned(arguments_, process.cwd(), environment)
  const node = pinnedNode()
  return process.execve(node, [node, ...arguments_], { ...environment, ...process.env })
}

/** Runs the pinned Node in a folder, hands signals over, and ends with its exit code. */
function runPinned(arguments_, cwd, environment = {}) {
  const binaries = join(root, 'node_modules', '.bin')
  const child = spawn(pinnedNode(), arguments_, {
    cwd,
    stdio: 'inherit',
    env: { ...environment, ...process.env, PATH: `${binaries}:${process.env.PATH ?? ''}` },
  })
  // A terminal's Ctrl-C reaches the child by itself too, which takes the second one for the first.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid
    setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref()
  }
  child.on('error', (error) => stop(`${pinnedNode()} could not be run: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

/** True where node_modules is what the lock file says; packages for other platforms may be absent. */
function isInstalled() {
  const installedFile = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installedFile)) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages
  return Object.entries(wanted).every(([path, { link, optional, devOptional, version }]) => {
    if (!path.includes('node_modules/') || link) return true
    const found = installed[path]
    if (found) return found.version === version
    return Boolean(optional || devOptional) && path !== `node_modules/${pinned}`
  })
}

function npmCommand() {
  const script = process.env.npm_execpath
  if (script && existsSync(script)) return [process.execPath, script]
  if (spawnSync('npm', ['--version'], { stdio: 'ignore' }).status === 0) return ['npm']
  return stop('VoxProof needs npm, which comes with Node.js; no npm was found in PATH.')
}

function stop(message) {
  console.error(message)
  process.exit(1)
}
