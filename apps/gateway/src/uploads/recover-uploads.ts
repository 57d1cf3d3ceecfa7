import type { FileStore } from '@tus/file-store'
import { finishUpload, type UploadFolders } from './finish-upload.ts'
import { mendValidation, unrecordedUploads } from './upload.store.ts'

/** Takes over complete uploads that a crash left unrecorded, and mends validations that have no job. */
export async function recoverUploads(folders: UploadFolders, files: FileStore): Promise<void> {
  for (const { uploadId } of await unrecordedUploads(folders.db)) {
    if (uploadId === null) continue
    // Expired uploads are gone from the disk; their submission may still be given another.
    const upload = await files.getUpload(uploadId).catch(() => undefined)
    if (upload?.size !== undefined && upload.offset === upload.size) {
      await finishUpload(folders, uploadId, upload.size)
    }
  }
  await mendValidation(folders.db, folders.boss, new Date())
}
