import { manifestText, type ResultManifest } from '@voxproof/engine/suite'
import { z } from 'zod'
import { attackOutcomeSchema, evaluationReportSchema, partResultSchema, provenanceSchema } from './report.ts'

const namesSchema = z.array(z.string()).min(1).nullable()

const resultManifestSchema: z.ZodType<ResultManifest> = z.object({
  format: z.literal('voxproof-result-1'),
  provenance: provenanceSchema.omit({ confinement: true }),
  selection: z.object({ cases: namesSchema, attacks: namesSchema }).optional(),
  parts: z.array(partResultSchema.extend({ outcomes: z.array(attackOutcomeSchema.omit({ seconds: true })) })),
  report: evaluationReportSchema.extend({ provenance: provenanceSchema.omit({ confinement: true }) }),
})

export type ManifestReading =
  | { readonly status: 'read'; readonly manifest: ResultManifest }
  | { readonly status: 'malformed'; readonly message: string }

/**
 * Reads the file that `voxproof evaluate` writes and the service hands out. It must be canonical to the byte, so that
 * nothing stands in it that no reader looks at. Whether its numbers are right is for `verifyManifest`.
 */
export function readManifest(text: string): ManifestReading {
  const parsed = resultManifestSchema.safeParse(jsonOf(text))
  if (!parsed.success) return { status: 'malformed', message: z.prettifyError(parsed.error) }
  if (manifestText(parsed.data) === text) return { status: 'read', manifest: parsed.data }
  return { status: 'malformed', message: 'It is not in canonical form, or holds more than a result does.' }
}

/** Undefined, which no schema takes, where the text is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
