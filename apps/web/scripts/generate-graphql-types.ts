import { readFile, writeFile } from 'node:fs/promises'
import { minifyIntrospection, outputIntrospectionFile } from '@gql.tada/internal'
import { buildSchema, introspectionFromSchema } from 'graphql'

// gql.tada's own command line reads tsconfig.json through TypeScript's JavaScript interface, which TypeScript 7 no
// longer has; its library part does not need it.
const schemaFile = process.argv[2] ?? new URL('../../../packages/schema/src/schema.graphql', import.meta.url)
const outputFile = new URL('../src/lib/graphql/introspection.d.ts', import.meta.url)

const introspection = introspectionFromSchema(buildSchema(await readFile(schemaFile, 'utf8')), { descriptions: false })
const types = outputIntrospectionFile(minifyIntrospection(introspection), { fileType: '.d.ts', shouldPreprocess: true })
await writeFile(
  outputFile,
  `// Generated from packages/schema/src/schema.graphql by \`npm run generate --workspace apps/web\`.\n${types.replace(/\n*$/, '\n')}`,
)
