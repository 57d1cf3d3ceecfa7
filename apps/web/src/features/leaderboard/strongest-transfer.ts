interface Transfer {
  readonly entry: string
  readonly surrogates: string
  /** Null for attacks without a bound on each voxel. */
  readonly epsilon: number | null
  readonly onModel: number
}

/** The column of attacks on several models at once, in which each row leaves its own model out. */
export const together = 'Several together'

const unbounded = ', no bound'

/** What a transferred attack was made on, one model by name or several, and whether it was bound. */
function columnOf({ surrogates, epsilon }: Pick<Transfer, 'surrogates' | 'epsilon'>): string {
  return `${surrogates.includes(' + ') ? together : surrogates}${epsilon === null ? unbounded : ''}`
}

/** Of the attacks made on `column`, the one that hurts most; the first of equals, undefined where there is none. */
export function strongestTransfer<One extends Transfer>(transfer: readonly One[], column: string): One | undefined {
  const [worst] = transfer.filter((one) => columnOf(one) === column).toSorted((a, b) => a.onModel - b.onModel)
  return worst
}

/**
 * The columns of the rows taken together: single models in the order in which they occur, then several together. What
 * has no bound does not compare with what has one, and stands in columns of its own behind.
 */
export function transferColumns(rows: readonly (readonly Transfer[])[]): readonly string[] {
  const columns = [...new Set(rows.flat().map(columnOf))]
  return columns.toSorted((a, b) => place(a) - place(b))
}

function place(column: string): number {
  return (column.endsWith(unbounded) ? 2 : 0) + (column.startsWith(together) ? 1 : 0)
}
