import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { attackChoices } from '../leaderboard/board-view.ts'
import { boardAsQuery } from './board-as-query.ts'

const schema = buildSchema(
  readFileSync(new URL('../../../../../packages/schema/src/schema.graphql', import.meta.url), 'utf8'),
)

test.each(attackChoices)('the query of a board by %s fits the schema', (attack) => {
  const query = boardAsQuery('a "quoted" name', { suite: 'quick-1', family: 'mamba', attack })
  expect(validate(schema, parse(query))).toEqual([])
})
