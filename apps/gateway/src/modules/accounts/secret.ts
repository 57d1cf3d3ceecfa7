import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * A secret of this instance, kept under `name` in its data folder with mode 0600 and made on first use. Two processes
 * that start at once end up with the same one, and a kill never leaves half of it.
 */
export async function readSecret(home: string, name = 'secret'): Promise<string> {
  const file = join(home, name)
  const present = await contentOf(file)
  if (present !== undefined) return present
  await mkdir(home, { recursive: true })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  await link(draft, file).catch(ignoreExisting)
  await rm(draft, { force: true })
  const made = await contentOf(file)
  if (made === undefined) throw new Error(`${file} is empty. Remove it, and a new secret is made.`)
  return made
}

async function contentOf(file: string): Promise<string | undefined> {
  try {
    const text = (await readFile(file, 'utf8')).trim()
    return text === '' ? undefined : text
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function ignoreExisting(error: unknown): void {
  if (!isCode(error, 'EEXIST')) throw error
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
