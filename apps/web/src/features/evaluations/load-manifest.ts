import 'server-only'
import { graphql } from '../../lib/graphql/index.ts'
import { query } from '../../lib/graphql/server.ts'

const ManifestQuery = graphql(`
  query Manifest($id: ID!) {
    node(id: $id) {
      __typename
      ... on Evaluation {
        manifest
        report { provenance { modelHash datasetId suiteId } }
      }
    }
  }
`)

/** The result manifest of an evaluation and a name for its file; null where there is none that the visitor may see. */
export async function loadManifest(id: string): Promise<{ text: string; fileName: string } | null> {
  const { node } = await query(ManifestQuery, { id })
  if (node?.__typename !== 'Evaluation' || node.manifest === null || node.report === null) return null
  const { modelHash, datasetId, suiteId } = node.report.provenance
  return { text: node.manifest, fileName: `${datasetId}-${suiteId}-${modelHash.slice(0, 12)}.json` }
}
