import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url))

/** Path of reference material beside the repository, which need not be there. */
export function sharedData(path: string): string {
  return `${root}${path}`
}

/** True where the material is missing, said aloud: for `describe.skipIf`. */
export function isMissing(path: string): boolean {
  const missing = !existsSync(sharedData(path))
  if (missing) process.stderr.write(`Skipped: ../shared/data/${path} is not there.\n`)
  return missing
}

export function readFloats(path: string): Float32Array {
  const bytes = readFileSync(sharedData(path))
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

export function readBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(sharedData(path)))
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(sharedData(path), 'utf8'))
}

/** ||a - b|| / ||b||, in float64. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0
  let norm = 0
  for (let i = 0; i < b.length; i++) {
    difference += ((a[i] as number) - (b[i] as number)) ** 2
    norm += (b[i] as number) ** 2
  }
  return Math.sqrt(difference / norm)
}

/** The largest |a - b|. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0
  for (let i = 0; i < b.length; i++) largest = Math.max(largest, Math.abs((a[i] as number) - (b[i] as number)))
  return largest
}
