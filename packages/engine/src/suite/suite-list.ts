import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import { type SuiteDefinition, suiteDefinitionSchema } from './suite-definition.ts'
import paper1 from './suites/paper-1.json' with { type: 'json' }
import quick1 from './suites/quick-1.json' with { type: 'json' }
import standard1 from './suites/standard-1.json' with { type: 'json' }

/** Every published suite. */
export const suites = {
  'quick-1': suiteDefinitionSchema.parse(quick1),
  'standard-1': suiteDefinitionSchema.parse(standard1),
  'paper-1': suiteDefinitionSchema.parse(paper1),
} as const satisfies Record<string, SuiteDefinition>

export type SuiteId = keyof typeof suites

/** The suite that ranks; the others are for trying models out and for comparison with published numbers. */
export const rankingSuite: SuiteId = 'standard-1'

/** SHA-256 of the definition's canonical JSON, lower-case hex: what a result says it was made with. */
export function suiteHash(suite: SuiteDefinition): string {
  return createHash('sha256').update(canonicalJson(suite)).digest('hex')
}
