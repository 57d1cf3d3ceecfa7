import Link from 'next/link'
import type { ReactNode } from 'react'
import { Section } from '../../components/page.tsx'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { suiteWords } from '../../lib/suite-words.ts'
import { SuiteTable, SuiteTableFragment } from './suite-table.tsx'

export const HowItWorksFragment = graphql(
  `
    fragment HowItWorks on Suite {
      slug
      ...SuiteTable
    }
  `,
  [SuiteTableFragment],
)

/** What is done with a file, in the order in which it is done. */
export function HowItWorks(props: { suites: readonly FragmentOf<typeof HowItWorksFragment>[] }): ReactNode {
  const suites = readFragment(HowItWorksFragment, props.suites)
  return (
    <>
      <div className="grid gap-x-12 md:grid-cols-2 lg:grid-cols-3">
        {steps.map(({ title, text }) => (
          <Section key={title} title={title}>
            <p className="text-ink-2">{text}</p>
          </Section>
        ))}
      </div>
      <div id="suite">
        {suites.map((suite) => (
          <Section
            key={suite.slug}
            title={`Suite ${suite.slug}`}
            note={`${suiteWords[suite.slug] ?? ''} A suite never changes once published: a change makes a new version with a board of its own.`.trim()}
          >
            <SuiteTable suite={suite} />
          </Section>
        ))}
      </div>
      <Section title="Check it yourself">
        <p className="max-w-[80ch] text-ink-2">
          Every result names the SHA-256 of its model, its suite and its dataset, the versions that computed it and the
          seed. Everything shown here can be asked for{' '}
          <Link href="/api" className="underline underline-offset-3">
            through the API
          </Link>
          .
        </p>
      </Section>
    </>
  )
}

const steps = [
  {
    title: 'The file is the model',
    text: 'You upload one ONNX file. Before anything runs, our own reader checks it within fixed bounds: its operators, its shapes, and what it would cost. It then runs only in a process of its own, without network, database or labels, and with a limit on memory and time.',
  },
  {
    title: 'The gradient comes from the file',
    text: 'We derive the gradient of the network from the operators in the file, as another ONNX graph, and run both with ONNX Runtime. No conversion to a training framework stands between what you submit and what is attacked. A file with an operator that has no gradient is attacked by asking it for predictions, and with scans that were attacked on other models.',
  },
  {
    title: 'Each scan is attacked',
    text: 'Intensities lie between 0 and 1. An attack may change every voxel by at most the bound, 8/255 for the ranking, and looks for the change that hurts the segmentation most. The changed scan is then checked against its bound and scored again by code that did not make it.',
  },
  {
    title: 'The worst counts',
    text: 'For each scan, the lowest foreground Dice over all attacks within the bound is its robust score. An organ that is missed, or invented where there is none, scores 0. Output that is not a number scores 0. The robust Dice of a model is the mean over the scans; noise and what scanners do to images are measured too, in a column of their own, but never count as an attack.',
  },
  {
    title: 'Hiding the gradient does not help',
    text: 'Whether the gradient tells the truth is tested on every model: against differences of its output, against attacks that do without it, and by bounds that no model should withstand. What is found stands beside the result with its figures. A model whose gradient cannot be trusted is marked, attacked harder by what does without it, and ranked by those attacks, never better than what gradients reached.',
  },
  {
    title: 'Ranks come with their uncertainty',
    text: 'Intervals are 95 % intervals from a bootstrap over the scans; ranks are recomputed in each of its samples, with the same scans for all models. Models with equal scores share the smaller rank; letters mark those that a paired test cannot tell apart. A board belongs to one dataset and one suite; families have boards of their own.',
  },
] as const
