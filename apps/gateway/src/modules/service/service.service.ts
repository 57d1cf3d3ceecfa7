import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Environment, rootFolder } from '../../environment.ts'
import { uploadUrl } from '../submissions/index.ts'
import type { Service } from './service.type.ts'

/** What GraphQL's context holds of this module. */
export interface ServiceContext {
  readonly service: Service
}

/** Limits and versions; read once at start. */
export function serviceOutline(limits: Pick<Environment, 'maxUploadBytes' | 'dailySubmissionLimit'>): Service {
  return {
    maxUploadBytes: limits.maxUploadBytes,
    dailySubmissionLimit: limits.dailySubmissionLimit,
    uploadUrl,
    engineVersion: versionOf('packages/engine'),
    version: versionOf('apps/gateway'),
  }
}

const manifestSchema = z.object({ version: z.string() })

function versionOf(workspace: string): string {
  const text = readFileSync(join(rootFolder, workspace, 'package.json'), 'utf8')
  return manifestSchema.parse(JSON.parse(text)).version
}
