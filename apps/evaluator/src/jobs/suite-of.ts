import { type SuiteDefinition, suiteHash, suites } from '@voxproof/engine/suite'

/** The suite that an evaluation was opened under, old ones included; throws where its definition is not the same here. */
export function suiteOf(evaluation: { readonly suiteId: string; readonly suiteHash: string }): SuiteDefinition {
  const known: readonly SuiteDefinition[] = Object.values(suites)
  const suite = known.find(({ id }) => id === evaluation.suiteId)
  if (suite !== undefined && suiteHash(suite) === evaluation.suiteHash) return suite
  throw new Error(`This evaluator does not know the suite ${evaluation.suiteId} (${evaluation.suiteHash}).`)
}
