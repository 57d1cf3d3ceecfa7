interface Entry {
  readonly entry: string
}

/** A kind of noise or corruption at its severities. */
export interface SeverityRow<One> {
  readonly name: string
  /** By severity, in the order of `severities`; null where the suite has none of that severity. */
  readonly entries: readonly (One | null)[]
}

/** Entries named `<kind>-severity-<n>` as a table of kinds by severities; all others, in their order, as `others`. */
export function severityTable<One extends Entry>(
  entries: readonly One[],
): {
  readonly severities: readonly number[]
  readonly rows: readonly SeverityRow<One>[]
  readonly others: readonly One[]
} {
  const graded = entries.flatMap((entry) => {
    const [, kind, severity] = /^(.+)-severity-(\d+)$/.exec(entry.entry) ?? []
    return kind === undefined ? [] : [{ kind, severity: Number(severity), entry }]
  })
  const severities = [...new Set(graded.map(({ severity }) => severity))].toSorted((a, b) => a - b)
  const rows = [...Map.groupBy(graded, ({ kind }) => kind)].map(([kind, members]) => ({
    name: words(kind),
    entries: severities.map((severity) => members.find((member) => member.severity === severity)?.entry ?? null),
  }))
  return { severities, rows, others: entries.filter((entry) => !graded.some((member) => member.entry === entry)) }
}

/** `bias-field` → "Bias field". */
function words(kind: string): string {
  const spaced = kind.replaceAll('-', ' ')
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
