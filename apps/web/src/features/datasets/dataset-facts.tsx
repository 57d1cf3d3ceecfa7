import type { ReactNode } from 'react'
import { Facts } from '../../components/facts.tsx'
import { Hash } from '../../components/hash.tsx'
import { Section } from '../../components/page.tsx'
import { formatShape } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { preprocessingInWords } from './preprocessing.ts'

export const DatasetFactsFragment = graphql(`
  fragment DatasetFacts on Dataset {
    modality
    licence
    source
    hash
    classNames
    channelNames
    roiShape
    preprocessing
    caseCount
  }
`)

/** What a model meets: channels, classes, window; and how files become that. */
export function DatasetFacts(props: { dataset: FragmentOf<typeof DatasetFactsFragment> }): ReactNode {
  const dataset = readFragment(DatasetFactsFragment, props.dataset)
  return (
    <div className="grid gap-x-14 lg:grid-cols-2">
      <Section title="What a model meets">
        <Facts
          facts={[
            { label: 'Modality', value: dataset.modality },
            {
              label: 'Input',
              value: `[N, ${dataset.channelNames.length}, D, H, W]: ${dataset.channelNames.join(', ')}`,
            },
            { label: 'Output', value: `[N, ${dataset.classNames.length}, D, H, W] logits` },
            {
              label: 'Window',
              value: `${formatShape(dataset.roiShape)} voxels`,
              explanation: 'Size of the crops that the sliding window cuts',
            },
            { label: 'Held-out scans', value: String(dataset.caseCount) },
            { label: 'Licence', value: dataset.licence },
            { label: 'Source', value: dataset.source },
            { label: 'SHA-256', value: <Hash value={dataset.hash} what="the hash of the dataset" /> },
          ]}
        />
      </Section>
      <div>
        <Section title="Preprocessing" note="Done once by us, before any model sees a scan.">
          <ol className="list-decimal space-y-1 pl-5 marker:text-ink-3">
            {preprocessingInWords(dataset.preprocessing).map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </Section>
        <Section title="Classes" note="By index of the logits' channel.">
          <ol className="flex flex-wrap gap-x-5 gap-y-1" start={0}>
            {dataset.classNames.map((name, index) => (
              <li key={name}>
                <span className="text-ink-3">{index}</span> {name}
              </li>
            ))}
          </ol>
        </Section>
      </div>
    </div>
  )
}
