import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { EvaluationsContext } from './evaluations.service.ts'
import { AttackOutcome, EvaluationReport } from './report.type.ts'
import { Flag } from './robustness.type.ts'

@Resolver(() => EvaluationReport)
export class EvaluationReportResolver {
  @FieldResolver(() => [AttackOutcome], { description: 'Each volume after each attack, as far as asked for.' })
  outcomes(
    @Root() { evaluationKey }: EvaluationReport,
    @Ctx() { evaluations }: EvaluationsContext,
    @Arg('caseKey', () => String, { nullable: true, description: 'Only this case.' }) caseKey: string | null,
    @Arg('entry', () => String, { nullable: true, description: 'Only this suite entry.' }) entry: string | null,
  ): Promise<AttackOutcome[]> {
    return evaluations.outcomes(evaluationKey, {
      ...(caseKey === null || caseKey === undefined ? {} : { caseKey }),
      ...(entry === null || entry === undefined ? {} : { entry }),
    })
  }

  @FieldResolver(() => [Flag], {
    description:
      'The doubts that the outcomes of the first round raised and for which a second ran; empty where none did.',
  })
  secondRoundFlags(
    @Root() { evaluationKey, entries }: EvaluationReport,
    @Ctx() { evaluations }: EvaluationsContext,
  ): Promise<readonly Flag[]> {
    return evaluations.secondRoundFlags(evaluationKey, entries)
  }
}
