import { readFile } from 'node:fs/promises'

/**
 * Resident bytes of a process and all of its descendants, from /proc; 0 where they are gone, null where the system has
 * no /proc. Descendants are found even inside a process namespace, since the parent's /proc shows them.
 */
export async function residentBytes(processId: number): Promise<number | null> {
  if (process.platform !== 'linux') return null
  const [own, children] = await Promise.all([pagesOf(processId), childrenOf(processId)])
  const below = await Promise.all(children.map((child) => residentBytes(child)))
  return below.reduce<number>((sum, bytes) => sum + (bytes ?? 0), own)
}

/** Rss of /proc/<pid>/status in bytes: unlike statm's counter it is given in kB whatever the page size. */
async function pagesOf(processId: number): Promise<number> {
  const status = await readOrEmpty(`/proc/${processId}/status`)
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
}

async function childrenOf(processId: number): Promise<number[]> {
  const list = await readOrEmpty(`/proc/${processId}/task/${processId}/children`)
  return list
    .split(' ')
    .filter((word) => word.trim() !== '')
    .map(Number)
}

/** A process that has ended in the meantime holds nothing. */
async function readOrEmpty(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}
