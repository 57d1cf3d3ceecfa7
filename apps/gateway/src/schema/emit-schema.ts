import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rootFolder } from '../environment.ts'
import { buildGatewaySchema, printGatewaySchema } from './build-gateway-schema.ts'

/** `npm run schema:emit -w apps/gateway`: writes the schema that clients are typed from. */
await writeFile(join(rootFolder, 'packages/schema/src/schema.graphql'), printGatewaySchema(await buildGatewaySchema()))
