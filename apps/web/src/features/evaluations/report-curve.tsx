import type { ReactNode } from 'react'
import { CurvePlot } from '../../components/curve-plot.tsx'
import { Section } from '../../components/page.tsx'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'

export const ReportCurveFragment = graphql(`
  fragment ReportCurve on EvaluationReport {
    curve { epsilon foregroundDice { mean low high } }
  }
`)

/** How worst-case Dice falls as the allowed change grows. */
export function ReportCurve(props: {
  report: FragmentOf<typeof ReportCurveFragment>
  name: string
  colour: string
}): ReactNode {
  const { curve } = readFragment(ReportCurveFragment, props.report)
  return (
    <Section title="How fast it breaks" note="Worst-case Dice as the allowed change grows; band: 95&nbsp;% interval.">
      <CurvePlot
        label="Worst-case Dice as the allowed change grows."
        curves={[{ id: 'model', name: props.name, colour: props.colour, points: curve }]}
      />
    </Section>
  )
}
