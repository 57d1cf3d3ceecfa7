import { comparedFamilies } from '@voxproof/schema/vocabulary'
import { type Family, familyWord } from '../../components/family.tsx'

/**
 * Which of the families that the board is to compare have no model on it, as a sentence; null where none is missing, and
 * where no family has one, which an empty board says itself.
 */
export function missingFamilies(
  counts: readonly { readonly family: Family; readonly modelCount: number }[],
): string | null {
  const held = new Set(counts.flatMap(({ family, modelCount }) => (modelCount > 0 ? [family] : [])))
  const missing = comparedFamilies.map((family) => family.toUpperCase() as Family).filter((one) => !held.has(one))
  if (missing.length === 0 || held.size === 0) return null
  return `No ${listing.format(missing.map(familyWord))} model has a result on this board yet.`
}

const listing = new Intl.ListFormat('en', { type: 'disjunction' })
