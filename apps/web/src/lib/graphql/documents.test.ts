import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildSchema, type DefinitionNode, Kind, parse, validate } from 'graphql'
import { expect, test } from 'vitest'

const source = fileURLToPath(new URL('../..', import.meta.url))
const schemaFile = new URL('../../../../../packages/schema/src/schema.graphql', import.meta.url)

// The types give a field that the schema lacks as unknown, which an expression can hide; this cannot be hidden from.
test('every query and fragment of the site fits the schema of the gateway', () => {
  const texts = globSync(`${source}/**/*.{ts,tsx}`)
    .filter((file) => !file.includes('.test.'))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/graphql\(\s*`([^`]*)`/g)].map((match) => match[1] ?? ''),
    )
  const definitions = texts.flatMap((text): readonly DefinitionNode[] => parse(text).definitions)
  expect(definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length).toBeGreaterThan(10)
  const errors = validate(buildSchema(readFileSync(schemaFile, 'utf8')), { kind: Kind.DOCUMENT, definitions })
  expect(errors.map(({ message }) => message)).toEqual([])
})
