import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { Dataset, type DatasetsContext, Suite } from '../datasets/index.ts'
import { Evaluation, EvaluationPart, Progress } from './evaluation.type.ts'
import type { EvaluationsContext } from './evaluations.service.ts'
import { EvaluationReport } from './report.type.ts'
import { viewReport } from './view-evaluation.ts'

@Resolver(() => Evaluation)
export class EvaluationsResolver {
  @FieldResolver(() => Dataset, { description: 'The dataset whose volumes are attacked.' })
  dataset(@Root() { datasetKey }: Evaluation, @Ctx() { datasets }: DatasetsContext): Promise<Dataset | null> {
    return datasets.dataset(datasetKey)
  }

  @FieldResolver(() => Suite, { description: 'The suite of attacks.' })
  suite(@Root() { suiteKey }: Evaluation, @Ctx() { datasets }: DatasetsContext): Promise<Suite | null> {
    return datasets.suite(suiteKey)
  }

  @FieldResolver(() => Progress, { description: 'How much of the work is done.' })
  progress(@Root() { key }: Evaluation, @Ctx() { evaluations }: EvaluationsContext): Promise<Progress> {
    return evaluations.progress([key])
  }

  @FieldResolver(() => [EvaluationPart], { description: 'The units of work in their order.' })
  parts(@Root() { key }: Evaluation, @Ctx() { evaluations }: EvaluationsContext): Promise<readonly EvaluationPart[]> {
    return evaluations.parts(key)
  }

  @FieldResolver(() => EvaluationReport, { nullable: true, description: 'The outcome; null until it is finished.' })
  report(@Root() { key, storedReport }: Evaluation): EvaluationReport | null {
    return storedReport === null ? null : viewReport(key, storedReport)
  }

  @FieldResolver(() => String, {
    nullable: true,
    complexity: 5000,
    description:
      'The whole result as a file: canonical JSON of provenance, parts and report, byte for byte what ' +
      '`voxproof evaluate` writes for it. Null until it is finished.',
  })
  manifest(@Root() { key, storedReport }: Evaluation, @Ctx() { evaluations }: EvaluationsContext) {
    return storedReport === null ? null : evaluations.manifest(key, storedReport)
  }
}
