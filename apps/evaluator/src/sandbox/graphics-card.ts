import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** What of a graphics card appears inside the sandbox. */
export interface GraphicsCard {
  /** Device nodes of the driver. */
  readonly devices: readonly string[]
  /** Folders with the CUDA and cuDNN libraries outside the system's own. */
  readonly libraries: readonly string[]
}

/** The driver's nodes: control, unified memory, and one for each card. */
const deviceName = /^nvidia(ctl|-uvm|\d+)$/
/** Where NVIDIA's packages put CUDA; the driver's libcuda.so.1 lies among the system's libraries. */
const toolkitFolders = ['usr/local/cuda/lib64', 'usr/local/cuda/targets/x86_64-linux/lib']

/**
 * The card where one of the providers is cuda, undefined where none is: a model that runs on the processor sees no
 * device. `root` is another file system's root, for tests.
 */
export function graphicsCard(providers: readonly string[], root = '/'): GraphicsCard | undefined {
  if (!providers.includes('cuda')) return undefined
  const folder = join(root, 'dev')
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => deviceName.test(name)) : []
  return {
    devices: names.toSorted().map((name) => join(folder, name)),
    libraries: toolkitFolders.map((name) => join(root, name)).filter((path) => existsSync(path)),
  }
}
