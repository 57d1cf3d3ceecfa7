import type { GradientReading } from '@voxproof/schema'
import { toGlobalId } from '../../graphql/global-id.ts'
import { isOwnerShown } from '../../visibility/index.ts'
import type { ModelFile, Submission } from './submission.type.ts'
import type { ModelFileRow, SubmissionRow } from './submissions.store.ts'

/** The submission as this person sees it. */
export function viewSubmission(row: SubmissionRow, viewerId: string | undefined): Submission {
  const isMine = row.ownerId === viewerId
  const { name, family, architecture, training, description, paperUrl, codeUrl, licence, visibility } = row
  const { isBaseline, status, failure, createdAt, uploadedAt, finishedAt } = row
  return {
    kind: 'Submission',
    id: toGlobalId('Submission', row.id),
    uuid: row.id,
    ownerKey: row.ownerId,
    isOwnerShown: isOwnerShown(row, viewerId),
    datasetKeys: row.datasetIds,
    modelHash: row.modelHash,
    ...{ name, family, architecture, training, description, paperUrl, codeUrl, licence, visibility },
    ...{ isBaseline, status, failure, createdAt, uploadedAt, finishedAt },
    isMine,
    rejection: row.rejection === null ? null : { ...row.rejection, dataset: row.rejection.dataset ?? null },
    fileName: isMine ? row.fileName : null,
  }
}

/** The file with what was read from it, operators by falling frequency. */
export function viewModelFile({ hash, sizeBytes, inspection }: ModelFileRow): ModelFile {
  const operators = Object.entries(inspection?.operators ?? {})
    .map(([operator, count]) => ({ operator, count }))
    .sort((a, b) => b.count - a.count || a.operator.localeCompare(b.operator, 'en'))
  return {
    hash,
    sizeBytes,
    operators,
    parameters: inspection?.parameters ?? null,
    opset: inspection?.opset ?? null,
    flops: inspection?.flops ?? null,
    inputShape: inspection?.inputShape ?? null,
    outputShape: inspection?.outputShape ?? null,
    dynamicSpatial: inspection?.dynamicSpatial ?? null,
    producer: inspection?.producer ?? null,
    irVersion: inspection?.irVersion ?? null,
    usesGradient: inspection === null ? null : inspection.reading?.gradient !== 'none',
    gradientNotes: notesOf(inspection?.reading),
  }
}

function notesOf(reading: GradientReading | undefined): string[] {
  const { obstacle, findings = [] } = reading ?? {}
  return [...(obstacle === undefined ? [] : [obstacle]), ...findings.map(({ message }) => message)]
}
