import type { EvaluationReport, Interval, ResultManifest } from '@voxproof/engine/suite'

/** A result as people read it on a terminal: scores with their 95 % intervals, then each entry of the suite. */
export function summaryOf({ provenance, selection, report }: ResultManifest): string {
  const lines = [
    `model    ${provenance.modelHash}`,
    `dataset  ${provenance.datasetId}, ${report.caseCount} cases`,
    `suite    ${provenance.suiteId}${selection === undefined ? '' : ', in part: no result for a board'}`,
    `clean    ${interval(report.clean)}`,
    `robust   ${interval(report.robust)}  (worst case, ${percent(report.retainedRatio)} of clean)`,
    ...(report.rankedBy === 'black-box' ? ['ranked   by black-box attacks: a flag doubts the gradient'] : []),
    '',
    ...entriesOf(report),
    ...report.flags.map(({ code, message }) => `flag ${code}: ${message}`),
  ]
  return `${lines.join('\n')}\n`
}

function entriesOf({ entries }: EvaluationReport): string[] {
  const width = Math.max(...entries.map(({ entry }) => entry.length))
  return entries.map(({ entry, foregroundDice, hd95Mm, nsd }) => {
    const distance = hd95Mm === null ? '' : `  HD95 ${hd95Mm.toFixed(1)} mm`
    const surface = nsd === null ? '' : `  NSD ${nsd.toFixed(3)}`
    return `${entry.padEnd(width)}  Dice ${interval(foregroundDice)}${distance}${surface}`
  })
}

function interval({ mean, low, high }: Interval): string {
  return `${mean.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
