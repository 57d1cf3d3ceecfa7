interface Transfer {
  readonly entry: string
  readonly surrogates: string
  readonly onModel: number
}

/** The column of attacks on several models at once, in which each row leaves its own model out. */
export const together = 'Several together'

/** What a transferred attack was made on: one model by name, or several. */
function madeOn({ surrogates }: { readonly surrogates: string }): string {
  return surrogates.includes(' + ') ? together : surrogates
}

/** Of the attacks made on `column`, the one that hurts most; the first of equals, undefined where there is none. */
export function strongestTransfer<One extends Transfer>(transfer: readonly One[], column: string): One | undefined {
  const [worst] = transfer.filter((one) => madeOn(one) === column).toSorted((a, b) => a.onModel - b.onModel)
  return worst
}

/** The columns of the rows taken together: single models in the order in which they occur, several together last. */
export function transferColumns(rows: readonly (readonly Transfer[])[]): readonly string[] {
  const names = [...new Set(rows.flat().map(madeOn))]
  return [...names.filter((name) => name !== together), ...names.filter((name) => name === together)]
}
