/** Gives names that were not taken before: the hint itself, else the hint with the first free number. */
export interface NameSource {
  readonly take: (hint: string) => string
  readonly isTaken: (name: string) => boolean
}

/** A source that keeps clear of the given names. Its time does not grow with how often a hint comes. */
export function nameSource(taken: Iterable<string>): NameSource {
  const used = new Set(taken)
  const lastNumber = new Map<string, number>()
  return {
    isTaken: (name) => used.has(name),
    take: (hint) => {
      let name = hint
      let number = lastNumber.get(hint) ?? 0
      while (used.has(name)) name = `${hint}_${++number}`
      lastNumber.set(hint, number)
      used.add(name)
      return name
    },
  }
}
