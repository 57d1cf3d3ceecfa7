import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { rootFolder } from '../environment.ts'
import { buildGatewaySchema, printGatewaySchema } from './build-gateway-schema.ts'

// To mend it: `npm run schema:emit -w apps/gateway`, and commit the file.
test('packages/schema/src/schema.graphql is what the types say', async () => {
  const stored = await readFile(join(rootFolder, 'packages/schema/src/schema.graphql'), 'utf8')
  expect(stored).toBe(printGatewaySchema(await buildGatewaySchema()))
})

test('every type, field, argument and enum value is described', async () => {
  const schema = await buildGatewaySchema()
  const ownTypes = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'))
  const bare: string[] = []
  for (const type of ownTypes) {
    const isRoot = type.name === 'Query' || type.name === 'Mutation'
    if (!isRoot && !type.description) bare.push(type.name)
    if (isEnumType(type)) bare.push(...namesWithout(type.name, type.getValues()))
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
      const fields = Object.values(type.getFields())
      bare.push(...namesWithout(type.name, fields))
      for (const field of fields)
        if ('args' in field) bare.push(...namesWithout(`${type.name}.${field.name}`, field.args))
    }
  }
  expect(bare).toEqual([])
})

function namesWithout(
  owner: string,
  parts: readonly { name: string; description?: string | null | undefined }[],
): string[] {
  return parts.filter((part) => !part.description).map((part) => `${owner}.${part.name}`)
}
