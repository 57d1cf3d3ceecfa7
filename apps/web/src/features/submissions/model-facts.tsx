import type { ReactNode } from 'react'
import { Facts } from '../../components/facts.tsx'
import { Hash } from '../../components/hash.tsx'
import { Section } from '../../components/page.tsx'
import { formatBytes, formatCount, formatShape } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'

export const ModelFactsFragment = graphql(`
  fragment ModelFacts on Submission {
    fileName
    model {
      hash
      sizeBytes
      parameters
      opset
      flops
      operators { operator count }
      inputShape
      outputShape
      dynamicSpatial
      producer
      irVersion
      usesGradient
      gradientNotes
    }
  }
`)

/** What was read from the file itself. Nothing before there is a file. */
export function ModelFacts(props: { submission: FragmentOf<typeof ModelFactsFragment> }): ReactNode {
  const { model, fileName } = readFragment(ModelFactsFragment, props.submission)
  if (model === null) return null
  const isRead = model.opset !== null
  return (
    <Section title="The file" note="Read from the file itself, not from what was declared.">
      <div className="grid items-start gap-x-9 lg:grid-cols-2">
        <Facts
          facts={[
            ...(fileName === null ? [] : [{ label: 'Name', value: fileName }]),
            { label: 'SHA-256', value: <Hash value={model.hash} what="the hash of the file" /> },
            { label: 'Size', value: formatBytes(model.sizeBytes) },
            ...(model.parameters === null
              ? []
              : [
                  {
                    label: 'Parameters',
                    value: parametersInWords(model.parameters),
                  },
                ]),
          ]}
        />
        {isRead ? (
          <Facts
            facts={[
              { label: 'Opset', value: `${model.opset}${model.irVersion === null ? '' : `, IR ${model.irVersion}`}` },
              ...(model.producer ? [{ label: 'Written by', value: model.producer }] : []),
              ...(model.inputShape && model.outputShape
                ? [
                    {
                      label: 'Image to logits',
                      value: `${formatShape(model.inputShape)} to ${formatShape(model.outputShape)}${model.dynamicSpatial ? ', size free' : ', size fixed'}`,
                    },
                  ]
                : []),
              ...(model.flops === null
                ? []
                : [
                    {
                      label: 'One pass',
                      value: `${formatCount(model.flops)}FLOP`,
                      explanation: 'Multiply-accumulates times two, at this input',
                    },
                  ]),
              {
                label: 'Attacked',
                value: model.usesGradient ? 'with its gradient' : 'by queries and transfer only',
              },
            ]}
          />
        ) : null}
      </div>
      {model.gradientNotes.length === 0 ? null : (
        <ul className="mt-3 flex max-w-[84ch] flex-col gap-1 text-ink-2">
          {model.gradientNotes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {model.operators.length === 0 ? null : (
        <p className="mt-3 flex flex-wrap gap-x-4 gap-y-0.5 text-[13px] text-ink-2">
          {model.operators.map(({ operator, count }) => (
            <span key={operator} className="whitespace-nowrap">
              {operator} <span className="text-ink-3">× {count}</span>
            </span>
          ))}
        </p>
      )}
    </Section>
  )
}

function parametersInWords(count: number): string {
  const exact = count.toLocaleString('en')
  return count < 1000 ? exact : `${formatCount(count)} (${exact})`
}
