type Track = 'CLEAN' | 'NOISE' | 'WHITE_BOX' | 'BLACK_BOX' | 'FREQUENCY'

interface Bounded {
  readonly track: Track
  readonly epsilon: number | null
  readonly norm: 'LINF' | 'L2'
}

interface Entry extends Bounded {
  /** The entry that it runs once more in a second round; null in the first. */
  readonly repeats: string | null
  readonly foregroundDice: { readonly mean: number }
}

/** Entries of a report under one heading. */
export interface EntryGroup<One> {
  readonly title: string
  /** Whether the entries enter the worst case at their own bound. */
  readonly counts: boolean
  readonly entries: readonly One[]
}

/**
 * The adversarial entries by what they assume, each group in ascending order of its bounds, the strongest first: white-box, black-box,
 * frequency, those of a second round, and what is measured beside the worst case because its bound is another or there is
 * none. Clean and noise are left out.
 */
export function groupEntries<One extends Entry>(entries: readonly One[]): readonly EntryGroup<One>[] {
  const groups = [
    { title: 'White-box: gradients of the file itself', counts: true, has: isBounded('WHITE_BOX') },
    { title: 'Black-box: queries, or volumes made on other models', counts: true, has: isBounded('BLACK_BOX') },
    { title: 'Frequency: changes of the spectrum, within the bound', counts: true, has: isBounded('FREQUENCY') },
    { title: 'Second round: once more with more queries or steps', counts: true, has: isSecond },
    { title: 'Beside the worst case: no bound on each voxel', counts: false, has: isUnbounded },
  ]
  return groups
    .map(({ title, counts, has }) => ({ title, counts, entries: entries.filter(has).toSorted(byBound) }))
    .filter((group) => group.entries.length > 0)
}

/** True for entries that enter the worst case at this bound. */
export function isWithin(entry: Bounded, epsilon: number): boolean {
  return isAdversarial(entry) && !isUnbounded(entry) && (entry.epsilon ?? Number.POSITIVE_INFINITY) <= epsilon
}

function isAdversarial({ track }: Bounded): boolean {
  return track !== 'CLEAN' && track !== 'NOISE'
}

function isBounded(track: Track): (entry: Entry) => boolean {
  return (entry) => entry.track === track && !isUnbounded(entry) && entry.repeats === null
}

function isSecond(entry: Entry): boolean {
  return isAdversarial(entry) && !isUnbounded(entry) && entry.repeats !== null
}

function isUnbounded(entry: Bounded): boolean {
  return isAdversarial(entry) && (entry.norm === 'L2' || entry.epsilon === null)
}

/** Small bounds first, and the strongest attack first among equal bounds. */
function byBound(a: Entry, b: Entry): number {
  return (a.epsilon ?? 0) - (b.epsilon ?? 0) || a.foregroundDice.mean - b.foregroundDice.mean
}
