interface Entry {
  readonly name: string
  readonly attack: string
  readonly track: string
  readonly epsilon: number | null
  readonly norm: 'LINF' | 'L2'
}

/** Entries of a suite that differ in strength alone. */
export interface SuiteLine<One> {
  /** The common name: `pgd` for `pgd-1`, `pgd-2`. */
  readonly name: string
  readonly first: One
  /** "1/2, 1, 2/255", "4, 8/255 L2", "severity 1 to 5", or "none". */
  readonly strength: string
}

/** The entries in their order, those of one name in one line; a ladder of bounds thereby reads as one attack. */
export function suiteLines<One extends Entry>(entries: readonly One[]): readonly SuiteLine<One>[] {
  const groups = Map.groupBy(entries, (entry) => `${commonName(entry)} ${entry.norm} ${entry.epsilon === null}`)
  return [...groups.values()].flatMap((members) => {
    const [first] = members
    return first === undefined ? [] : [{ name: commonName(first), first, strength: strengthOf(members) }]
  })
}

const severityPattern = /-severity-(\d+)$/

function commonName({ name }: Entry): string {
  return name.replace(severityPattern, '').replace(/-\d+(\.\d+)?$/, '')
}

function strengthOf(entries: readonly Entry[]): string {
  const severities = entries.flatMap(({ name }) => severityPattern.exec(name)?.[1] ?? [])
  if (severities.length > 0) return `severity ${severities[0]} to ${severities.at(-1)}`
  const bounds = entries.flatMap(({ epsilon }) => (epsilon === null ? [] : [epsilon])).toSorted((a, b) => a - b)
  if (bounds.length === 0) return 'none'
  const fractions = bounds.map((bound) => (bound === 0.5 ? '½' : String(bound)))
  return `${fractions.join(', ')} / 255${entries[0]?.norm === 'L2' ? ' in L2' : ''}`
}
