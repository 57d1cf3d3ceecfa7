import DataLoader from 'dataloader'

/** A per-request loader for rows with a unique key; undefined where no row has the key. */
export function byKey<Key extends string, Row>({
  load,
  keyOf,
}: {
  load: (keys: readonly Key[]) => Promise<readonly Row[]>
  keyOf: (row: Row) => Key
}): DataLoader<Key, Row | undefined> {
  return new DataLoader(async (keys) => {
    const rows = new Map((await load(keys)).map((row) => [keyOf(row), row]))
    return keys.map((key) => rows.get(key))
  })
}

/** A per-request loader for the rows that share a key, in the order in which `load` gives them; [] where none does. */
export function groupedByKey<Key extends string, Row>({
  load,
  keyOf,
}: {
  load: (keys: readonly Key[]) => Promise<readonly Row[]>
  keyOf: (row: Row) => Key
}): DataLoader<Key, readonly Row[]> {
  return new DataLoader(async (keys) => {
    const groups = Map.groupBy(await load(keys), keyOf)
    return keys.map((key) => groups.get(key) ?? [])
  })
}
