import { manifestText, type ResultManifest } from '@voxproof/engine/suite'
import { readManifest } from '@voxproof/schema'

export interface Comparison {
  readonly isSame: boolean
  /** What differs, for people. */
  readonly message: string
}

/**
 * Holds a result against a committed one, both as manifests: same where every byte is, but for the engine that they name.
 * A changed engine that comes to the same numbers is worth a word and no more.
 */
export function compareResults(committed: string, found: string): Comparison {
  const [then, now] = [manifestOf(committed), manifestOf(found)]
  if (committed === found) return { isSame: true, message: 'the committed result, to the byte' }
  const { engineVersion, engineHash } = then.provenance
  const named = { ...now.provenance, engineVersion, engineHash }
  const renamed = { ...now, provenance: named, report: { ...now.report, provenance: named } }
  if (manifestText(renamed) === committed) {
    const engines = `another engine (${engineHash}, now ${now.provenance.engineHash})`
    return { isSame: true, message: `the committed numbers, which ${engines} computed` }
  }
  return { isSame: false, message: `not the committed result: ${differenceOf(then, now)}` }
}

function differenceOf(then: ResultManifest, now: ResultManifest): string {
  const before = new Map(scoresOf(then))
  const after = scoresOf(now)
  const [stranger] = after.find(([name]) => !before.has(name)) ?? []
  if (stranger !== undefined || after.length !== before.size) {
    return `it holds ${before.size} outcomes, the new one ${after.length}${stranger === undefined ? '' : `, ${stranger} among them`}`
  }
  const moved = after
    .map(([name, dice]) => ({ name, from: before.get(name) ?? 0, to: dice }))
    .filter(({ from, to }) => from !== to)
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from))
  const [worst] = moved
  if (worst === undefined) return 'every outcome has the same Dice; something else differs'
  const { name, from, to } = worst
  return `${moved.length} of ${after.length} outcomes have another Dice, most of all ${name}: ${from.toFixed(6)}, now ${to.toFixed(6)}`
}

function scoresOf({ parts }: ResultManifest): [string, number][] {
  return parts.flatMap(({ caseKey, outcomes }) =>
    outcomes.map(({ entry, foregroundDice }): [string, number] => [`${entry} on ${caseKey}`, foregroundDice]),
  )
}

function manifestOf(text: string): ResultManifest {
  const reading = readManifest(text)
  if (reading.status === 'read') return reading.manifest
  throw new Error(`It is no result manifest: ${reading.message}`)
}
