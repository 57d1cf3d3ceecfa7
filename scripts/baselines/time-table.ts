/** What one evaluation took, part by part. */
export interface EvaluationTime {
  readonly name: string
  readonly parts: readonly {
    readonly group: string
    readonly seconds: number
    readonly processorSeconds: number
  }[]
}

/**
 * A table with a line for each evaluation: its parts, and their seconds of wall clock and of processors. Those of the
 * transfer groups stand apart too, since the first to need a volume on a surrogate makes it for all. Empty without any.
 */
export function timeTable(evaluations: readonly EvaluationTime[]): string {
  if (evaluations.length === 0) return ''
  const rows = evaluations
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, parts }) => {
      const transfer = parts.filter(({ group }) => group.startsWith('transfer-'))
      return [name, String(parts.length), ...[parts, transfer].flatMap((some) => [wall(some), processor(some)])]
    })
  const all = [['evaluation', 'parts', 'seconds', 'processor s', 'transfer s', 'processor s'], ...rows]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  const lines = all.map((row) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)))
      .join('  '),
  )
  return `${lines.join('\n')}\n`
}

function wall(parts: EvaluationTime['parts']): string {
  return parts.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(1)
}

function processor(parts: EvaluationTime['parts']): string {
  return parts.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0).toFixed(1)
}
