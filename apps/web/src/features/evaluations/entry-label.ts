/** The name of a suite entry for readers: one of a second round by the entry that it repeats. */
export function entryLabel({ entry, repeats }: { readonly entry: string; readonly repeats: string | null }): string {
  return repeats === null ? entry : `${repeats}, second round`
}

/** The same by name, for what names entries without saying whether they repeat one. */
export function entryLabels(
  entries: readonly { readonly entry: string; readonly repeats: string | null }[],
): (name: string) => string {
  const labels = new Map(entries.map((one) => [one.entry, entryLabel(one)]))
  return (name) => labels.get(name) ?? name
}
