import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'
import type { Database } from '../database/index.ts'
import { isUuid } from '../graphql/global-id.ts'
import type { Logger } from '../log.ts'
import type { Viewer } from '../modules/accounts/index.ts'
import type { JobSender } from '../queue/index.ts'
import { displayName } from './display-name.ts'
import { fileNameRejection } from './file-name-rejection.ts'
import { finishUpload, type UploadFolders } from './finish-upload.ts'
import { recoverUploads } from './recover-uploads.ts'
import * as store from './upload.store.ts'
import { UploadRefusal } from './upload-refusal.ts'

/** What uploads need of their surroundings. */
export interface UploadOptions {
  readonly db: Database
  readonly boss: JobSender
  readonly home: string
  readonly maxBytes: number
  readonly trustedOrigins: readonly string[]
  readonly log: Logger
  readonly viewerOf: (headers: Headers) => Promise<Viewer | null>
}

/** The tus endpoint and its housekeeping. */
export interface Uploads {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Takes over complete uploads that a crash left unrecorded, and queues validations that have no job. */
  recover(): Promise<void>
  /** Removes uploads that were begun more than a day ago. */
  expire(): Promise<void>
}

const dayMilliseconds = 24 * 3600 * 1000

/**
 * Resumable uploads, each bound to one submission that waits for its file and to its owner. Anybody else, and any id
 * that is not an upload, gets 404.
 */
export async function openUploads(options: UploadOptions): Promise<Uploads> {
  const { db, boss, home, log } = options
  const folders: UploadFolders = { db, boss, uploads: join(home, 'uploads'), models: join(home, 'models') }
  await mkdir(folders.uploads, { recursive: true })
  const files = new FileStore({ directory: folders.uploads, expirationPeriodInMilliseconds: dayMilliseconds })
  const server = new Server({
    path: '/uploads',
    datastore: files,
    relativeLocation: true,
    maxSize: options.maxBytes,
    allowedOrigins: (origin) => options.trustedOrigins.includes(origin),
    allowedCredentials: true,
    namingFunction: (request, metadata) => admit(options, request, metadata),
    onIncomingRequest: (request, uploadId) => authorise(options, request, uploadId),
    async onUploadCreate(_request, upload) {
      const id = upload.metadata?.submission ?? ''
      const fileName = displayName(upload.metadata?.filename)
      if (!(await store.bindUpload(db, { id, uploadId: upload.id, fileName }))) throw notFound()
      return { metadata: { submission: id } }
    },
    async onUploadFinish(_request, upload) {
      await finishUpload(folders, upload.id, upload.size ?? upload.offset)
      return {}
    },
    onResponseError(_request, error) {
      if ('status_code' in error && error.status_code < 500) return undefined
      log.error({ error }, 'upload failed')
      return { status_code: 500, body: 'The upload failed on our side. It can be resumed.\n' }
    },
  })
  return {
    handle: (request, response) => server.handle(request, response),
    recover: () => recoverUploads(folders, files),
    async expire() {
      await files.deleteExpired()
    },
  }
}

function notFound(): UploadRefusal {
  return new UploadRefusal(404, 'There is no such upload.')
}

/** Decides about a new upload from its submission, name and declared size; gives it an id nobody can guess. */
async function admit(
  { db, maxBytes, viewerOf }: UploadOptions,
  request: Request,
  metadata: Record<string, string | null> | undefined,
): Promise<string> {
  const viewer = await viewerOf(request.headers)
  if (viewer === null) throw new UploadRefusal(401, 'Sign in first.')
  const id = metadata?.submission ?? ''
  const row = isUuid(id) ? await store.awaitingUpload(db, { id, ownerId: viewer.id }) : undefined
  if (row === undefined) throw new UploadRefusal(404, 'None of your submissions waits for this file.')
  const rejection = fileNameRejection(metadata?.filename)
  if (rejection !== undefined) {
    await store.rejectUpload(db, { id, rejection, now: new Date() })
    throw new UploadRefusal(400, rejection.message)
  }
  const declared = Number(request.headers.get('upload-length') ?? Number.NaN)
  if (!Number.isSafeInteger(declared)) {
    throw new UploadRefusal(400, 'Declare the size of the file (Upload-Length) when the upload begins.')
  }
  if (declared > maxBytes) {
    const message = `The file has ${declared} bytes; this instance takes models of up to ${maxBytes} bytes. Store the weights in half precision or submit a smaller model.`
    await store.rejectUpload(db, { id, rejection: { code: 'file-too-large', message }, now: new Date() })
    throw new UploadRefusal(413, message)
  }
  return randomBytes(24).toString('hex')
}

async function authorise({ db, viewerOf }: UploadOptions, request: Request, uploadId: string): Promise<void> {
  // A new upload was admitted by name a moment ago and is not bound yet.
  if (request.method === 'POST' || request.method === 'OPTIONS') return
  const viewer = await viewerOf(request.headers)
  const row = /^[0-9a-f]{48}$/.test(uploadId) ? await store.submissionOfUpload(db, uploadId) : undefined
  if (viewer === null || row?.ownerId !== viewer.id) throw notFound()
  // The bytes of a finished upload are shared with the kept model.
  if (request.method !== 'HEAD' && row.status !== 'awaiting-upload') throw notFound()
}
