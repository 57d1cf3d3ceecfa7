import { ladderEntryName, type SuiteDefinition, type SuiteEntry } from './suite-definition.ts'

export type EntrySelection =
  | {
      readonly status: 'selected'
      /** The suite with these entries alone; each of them has the outcome that it has in the whole suite. */
      readonly suite: SuiteDefinition
      /** Their names in the suite's order, the clean entry and whatever another one starts from among them. */
      readonly attacks: readonly string[]
    }
  | { readonly status: 'unknown-name'; readonly name: string; readonly known: readonly string[] }

/**
 * The part of a suite that these names ask for. A name is that of an entry, of a group, or of one rung of the ladder,
 * which brings the whole ladder with it, since a rung begins where the one before it ended.
 */
export function selectEntries(suite: SuiteDefinition, names: readonly string[]): EntrySelection {
  const { ladder, diagnosis } = suite
  const rungs = ladder?.epsilons.map(ladderEntryName) ?? []
  const groups = [...suite.entries.map(({ group }) => group), ladder?.group ?? [], diagnosis?.group ?? []].flat()
  const known = [...new Set([...suite.entries.map(({ name }) => name), ...rungs, ...groups])]
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) return { status: 'unknown-name', name: unknown, known }
  const wanted = new Set(names)
  const isAsked = ({ name, group, track }: SuiteEntry): boolean =>
    track === 'clean' || wanted.has(name) || wanted.has(group)
  const kept = new Set(suite.entries.filter(isAsked).map(({ name }) => name))
  // Backwards, since an entry starts from an earlier one, which may itself start from another.
  for (const { name, start } of suite.entries.toReversed()) {
    if (start !== undefined && kept.has(name)) kept.add(start)
  }
  const [first, ...rest] = suite.entries.filter(({ name }) => kept.has(name))
  if (first === undefined) throw new Error(`Suite ${suite.id} has no clean entry.`)
  const hasLadder = ladder !== undefined && [ladder.group, ...rungs].some((name) => wanted.has(name))
  const hasDiagnosis = diagnosis !== undefined && wanted.has(diagnosis.group)
  const { ladder: _, diagnosis: __, ...bare } = suite
  return {
    status: 'selected',
    suite: {
      ...bare,
      entries: [first, ...rest],
      ...(hasLadder ? { ladder } : {}),
      ...(hasDiagnosis ? { diagnosis } : {}),
    },
    attacks: [
      ...[first, ...rest].map(({ name }) => name),
      ...(hasLadder ? rungs : []),
      ...(hasDiagnosis ? [diagnosis.group] : []),
    ],
  }
}
