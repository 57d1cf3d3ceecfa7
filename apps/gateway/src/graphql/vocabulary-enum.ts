import 'reflect-metadata'
import { registerEnumType } from 'type-graphql'

/**
 * Registers a closed set of words (`white-box`) as a GraphQL enum (`WHITE_BOX`). Resolvers keep speaking the words.
 */
export function vocabularyEnum<Word extends string>({
  name,
  description,
  words,
}: {
  name: string
  description: string
  words: Readonly<Record<Word, string>>
}): Record<string, Word> {
  const entries = (Object.keys(words) as Word[]).map((word) => [screaming(word), word] as const)
  const values = Object.fromEntries(entries) as Record<string, Word>
  const valuesConfig = Object.fromEntries(entries.map(([key, word]) => [key, { description: words[word] }]))
  registerEnumType(values, { name, description, valuesConfig })
  return values
}

function screaming(word: string): string {
  return word.toUpperCase().replaceAll('-', '_')
}
