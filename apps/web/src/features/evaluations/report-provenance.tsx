import type { ReactNode } from 'react'
import { Facts } from '../../components/facts.tsx'
import { Hash } from '../../components/hash.tsx'
import { Section } from '../../components/page.tsx'
import { formatDuration, formatInstant } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'

export const ReportProvenanceFragment = graphql(`
  fragment ReportProvenance on Evaluation {
    id
    origin
    startedAt
    finishedAt
    report {
      provenance {
        modelHash
        suiteId
        suiteHash
        datasetId
        datasetHash
        engineVersion
        engineHash
        runtimeVersion
        providers
        seed
        confinement
        usesGradient
      }
    }
  }
`)

/** Everything by which the numbers can be reproduced. */
export function ReportProvenance(props: { evaluation: FragmentOf<typeof ReportProvenanceFragment> }): ReactNode {
  const { id, origin, report, startedAt, finishedAt } = readFragment(ReportProvenanceFragment, props.evaluation)
  if (report === null) return null
  const { provenance } = report
  return (
    <Section
      title="Provenance"
      note="The same file, suite, dataset and versions give the same numbers. Hashes are SHA-256."
    >
      <Facts
        facts={[
          { label: 'Model', value: <Hash value={provenance.modelHash} what="the hash of the model" /> },
          {
            label: `Suite ${provenance.suiteId}`,
            value: <Hash value={provenance.suiteHash} what="the hash of the suite" />,
          },
          {
            label: `Dataset ${provenance.datasetId}`,
            value: <Hash value={provenance.datasetHash} what="the hash of the dataset" />,
          },
          {
            label: provenance.engineHash === null ? 'Engine' : `Engine ${provenance.engineVersion}`,
            value:
              provenance.engineHash === null ? (
                provenance.engineVersion
              ) : (
                <Hash value={provenance.engineHash} what="the hash of the engine" />
              ),
          },
          { label: 'ONNX Runtime', value: `${provenance.runtimeVersion}, ${provenance.providers.join(', ')}` },
          { label: 'Seed', value: String(provenance.seed) },
          { label: 'Gradient', value: provenance.usesGradient ? 'of the file itself' : 'none: predictions alone' },
          ...(provenance.confinement === null
            ? []
            : [{ label: 'Confinement', value: confinements[provenance.confinement] ?? provenance.confinement }]),
          ...(origin === 'IMPORTED'
            ? [{ label: 'Computed', value: 'elsewhere; brought in as a manifest' }]
            : startedAt === null || finishedAt === null
              ? []
              : [
                  {
                    label: 'Computed',
                    value: `${formatInstant(finishedAt)}, in ${formatDuration((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000)}`,
                  },
                ]),
          {
            label: 'Manifest',
            value: (
              <a href={`/results/${id}`} download className="underline underline-offset-3">
                the whole result as a file
              </a>
            ),
            explanation: 'Every outcome and the report that follows from them, as voxproof evaluate writes it',
          },
        ]}
      />
    </Section>
  )
}

const confinements: Readonly<Record<string, string>> = {
  bubblewrap: 'bubblewrap sandbox, without network, database or labels',
  degraded: 'a plain process, without the sandbox',
}
