/**
 * Whether the letters of a board's groups tell models apart: `partly` where they differ, `none` where two or more models
 * all carry the same, `unknown` where there is one model or an earlier version ranked without letters.
 */
export function separationOf(
  entries: readonly { readonly groups: readonly string[] }[],
): 'partly' | 'none' | 'unknown' {
  const letters = new Set(entries.map(({ groups }) => groups.join('')))
  if (letters.size > 1) return 'partly'
  return entries.length > 1 && !letters.has('') ? 'none' : 'unknown'
}
