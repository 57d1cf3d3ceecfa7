import { defineConfig } from 'drizzle-kit'

/** `npm run migrations:generate` compares the tables with migrations/ and appends the SQL that is missing. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './packages/schema/src/tables/index.ts',
  out: './migrations',
})
