import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Writes the conventionally trained baselines into standard-1 and paper-1 as their frozen surrogates, by hash, with the
 * transfer entries of each architecture. For suites that no result names yet: a published one never changes. A dataset
 * that its owner brings has no surrogates: what is trained on it later would change the suite of every board.
 * Run: npx tsx scripts/baselines/freeze-surrogates.ts, then `npx biome format --write packages/engine/src/suite/suites`.
 */
interface Baseline {
  readonly file: string
  readonly family: string
  readonly architecture: string
  readonly training: string
  readonly datasets: readonly string[]
}

interface Entry {
  readonly name: string
  readonly group: string
  readonly parameters: Readonly<Record<string, number | boolean | string>>
  readonly surrogates?: readonly string[]
}

interface Suite {
  entries: Entry[]
  surrogates: { name: string; family: string; datasetId: string; modelHash: string }[]
}

const generated = ['phantom-ct', 'phantom-mr']
const root = fileURLToPath(new URL('../..', import.meta.url))
const baselines = (JSON.parse(readFileSync(`${root}baselines/baselines.json`, 'utf8')) as Baseline[]).filter(
  ({ training }) => training === 'standard',
)
const surrogates = baselines.flatMap(({ file, architecture: name, family, datasets }) => {
  const modelHash = createHash('sha256')
    .update(readFileSync(`${root}baselines/${file}`))
    .digest('hex')
  return datasets
    .filter((datasetId) => generated.includes(datasetId))
    .map((datasetId) => ({ name, family, datasetId, modelHash }))
})
const names = [...new Set(surrogates.map(({ name }) => name))]

for (const id of ['standard-1', 'paper-1']) {
  const path = `${root}packages/engine/src/suite/suites/${id}.json`
  const suite = JSON.parse(readFileSync(path, 'utf8')) as Suite
  suite.surrogates = surrogates
  suite.entries = withTransfer(suite.entries)
  writeFileSync(path, `${JSON.stringify(suite, null, 2)}\n`)
}

/** The entries on one surrogate are those of the first architecture, for each; those on several take all. */
function withTransfer(entries: readonly Entry[]): Entry[] {
  const [first] = entries.flatMap(({ surrogates: used }) => (used?.length === 1 ? used : []))
  const own = entries.filter(({ surrogates: used }) => !used)
  const pattern = entries.filter(({ surrogates: used }) => used?.length === 1 && used[0] === first)
  const joint = entries.filter(({ group }) => group === 'transfer-ensemble')
  const renamed = (text: string, name: string): string =>
    text.replace(`transfer-${first?.toLowerCase()}`, `transfer-${name.toLowerCase()}`)
  return [
    ...own,
    ...names.flatMap((name) =>
      pattern.map((entry) => ({
        ...entry,
        name: renamed(entry.name, name),
        group: renamed(entry.group, name),
        surrogates: [name],
      })),
    ),
    ...joint.map((entry) => ({ ...entry, surrogates: names })),
  ]
}
