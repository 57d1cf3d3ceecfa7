import { join } from 'node:path'
import type { Database } from '../database/index.ts'
import type { JobSender } from '../queue/index.ts'
import { hashFile, keepFile } from './keep-file.ts'
import { recordFile, submissionOfUpload } from './upload.store.ts'

/** Where uploads and models lie, and what records them. */
export interface UploadFolders {
  readonly db: Database
  readonly boss: JobSender
  /** Unfinished and, for a day, finished uploads. */
  readonly uploads: string
  /** `<sha256>.onnx` */
  readonly models: string
}

/**
 * Takes a complete upload over: hash, keep the file, record it with its job. Every step can be repeated, so a crash
 * between two of them is mended by calling this again.
 */
export async function finishUpload(folders: UploadFolders, uploadId: string, size: number): Promise<void> {
  const row = await submissionOfUpload(folders.db, uploadId)
  if (row?.status !== 'awaiting-upload') return
  const path = join(folders.uploads, uploadId)
  const { hash, sizeBytes } = await hashFile(path)
  if (sizeBytes !== size) {
    throw new Error(`Upload ${uploadId} holds ${sizeBytes} bytes where ${size} were declared and counted.`)
  }
  await keepFile({ from: path, folder: folders.models, hash })
  await recordFile(folders.db, { boss: folders.boss, id: row.id, hash, sizeBytes, now: new Date() })
}
