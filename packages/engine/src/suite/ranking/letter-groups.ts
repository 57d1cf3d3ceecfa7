/**
 * A compact letter display (Piepho 2004) of `count` entries, best first: for each entry the groups that it is in, so that
 * two entries share a group if and only if `areAlike` says so. Groups are cliques of that relation, which need not be
 * transitive: an entry between two that differ is in the group of either. They are found greedily, each grown in order of
 * rank from the first pair that none holds yet (the clique cover of Gramm et al. 2007), hence maximal, few and the same
 * every time; an entry like no other is a group of its own. `a` is the group of the best entry, after `z` come `aa`, `ab`.
 */
export function letterGroups(count: number, areAlike: (a: number, b: number) => boolean): string[][] {
  const letters: string[][] = Array.from({ length: count }, () => [])
  const isCovered = new Set<number>()
  let groups = 0
  for (let first = 0; first < count; first++) {
    for (let second = first; second < count; second++) {
      const isLonely = second === first && letters[first]?.length === 0 && !hasPartner(first)
      if (!isLonely && (second === first || isCovered.has(first * count + second) || !areAlike(first, second))) continue
      const clique = grown(first, second)
      for (const member of clique) {
        letters[member]?.push(nameOf(groups))
        for (const other of clique) isCovered.add(member * count + other)
      }
      groups++
    }
  }
  return letters

  function hasPartner(entry: number): boolean {
    return Array.from({ length: count }, (_, other) => other).some((other) => other !== entry && areAlike(entry, other))
  }

  function grown(first: number, second: number): number[] {
    const clique = first === second ? [first] : [first, second]
    for (let entry = 0; entry < count; entry++) {
      if (!clique.includes(entry) && clique.every((member) => areAlike(member, entry))) clique.push(entry)
    }
    return clique
  }
}

/** a to z, then aa to zz, then aaa. */
function nameOf(index: number): string {
  const letter = String.fromCodePoint(97 + (index % 26))
  return index < 26 ? letter : nameOf(Math.floor(index / 26) - 1) + letter
}
