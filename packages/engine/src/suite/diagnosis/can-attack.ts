import { applicableEntries, type PartContext } from '../part-groups.ts'
import { isAdversarialWithin, type SuiteDefinition } from '../suite-definition.ts'

/**
 * Whether the suite holds an attack within its headline bound that applies to this model. Without one, a model whose
 * gradient cannot be asked for would be ranked by its clean score.
 */
export function canAttack(suite: SuiteDefinition, context: PartContext): boolean {
  return applicableEntries(suite, context).some((entry) => isAdversarialWithin(entry, suite.headlineEpsilon))
}
