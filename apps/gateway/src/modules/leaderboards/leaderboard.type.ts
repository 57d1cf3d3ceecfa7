import type { ArchitectureFamily } from '@voxproof/schema'
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import { ArchitectureFamilyEnum } from '../../graphql/enums.ts'
import { connectionType } from '../../graphql/page.type.ts'
import { Dataset, Suite } from '../datasets/index.ts'
import { Evaluation, Interval, Robustness } from '../evaluations/index.ts'

/** The words by which a board can be ordered, and nothing else. */
export const LeaderboardOrderEnum = {
  RANK: 'RANK',
  CLEAN_DICE: 'CLEAN_DICE',
  ROBUST_DICE: 'ROBUST_DICE',
  NAME: 'NAME',
  PARAMETERS: 'PARAMETERS',
  CREATED_AT: 'CREATED_AT',
} as const
export type LeaderboardOrder = keyof typeof LeaderboardOrderEnum

registerEnumType(LeaderboardOrderEnum, {
  name: 'LeaderboardOrder',
  description: 'What a board is ordered by.',
  valuesConfig: {
    RANK: { description: 'Rank, best first.' },
    CLEAN_DICE: { description: 'Dice on clean volumes, highest first.' },
    ROBUST_DICE: { description: 'Worst-case Dice, highest first.' },
    NAME: { description: 'Name of the model, from A.' },
    PARAMETERS: { description: 'Number of weights, fewest first; unknown last.' },
    CREATED_AT: { description: 'When it was submitted, newest first.' },
  },
})

@ObjectType({ description: 'One model on a board.' })
export class LeaderboardEntry extends Robustness {
  /** Key of the row, for field resolvers. */
  declare readonly submissionKey: string

  @Field(() => Int, { description: 'Rank within the board; ties share the smallest.' })
  declare readonly rank: number

  @Field(() => Int, { description: 'Best rank within the 95 % interval of the paired bootstrap over cases.' })
  declare readonly rankLow: number

  @Field(() => Int, { description: 'Worst rank within that interval.' })
  declare readonly rankHigh: number

  @Field(() => Int, {
    nullable: true,
    description: 'Rank where models are ranked on each case first and their ranks averaged; null until ranked anew.',
  })
  declare readonly rankThenAggregate: number | null

  @Field(() => [String], {
    description:
      "Letters of the entry's groups: entries of the board that share one do not differ significantly (Wilcoxon's signed-rank test over the cases, Holm's correction, 5 %). Empty until ranked anew.",
  })
  declare readonly groups: readonly string[]

  @Field(() => Evaluation, { description: 'The evaluation that the rank comes from.' })
  declare readonly evaluation: Evaluation

  @Field(() => Interval, { description: 'Foreground Dice on the clean volumes.' })
  declare readonly cleanDice: Interval

  @Field(() => Interval, { description: 'Worst-case foreground Dice: the metric that ranks.' })
  declare readonly robustDice: Interval
}

export const LeaderboardEntryConnection = connectionType('LeaderboardEntry', () => LeaderboardEntry)

@ObjectType({ description: 'How many models stand on a board.' })
export class BoardSummary {
  @Field(() => Suite, { description: 'The suite of the board.' })
  declare readonly suite: Suite

  @Field(() => Int, { description: 'Models that it ranks.' })
  declare readonly modelCount: number
}

@ObjectType({ description: 'How many models of a family stand on a board.' })
export class FamilySummary {
  @Field(() => ArchitectureFamilyEnum, { description: 'The family.' })
  declare readonly family: ArchitectureFamily

  @Field(() => Int, { description: 'Models of it that the board ranks; 0 where it has no result yet.' })
  declare readonly modelCount: number
}

@ObjectType({ description: 'The ranking of one dataset under one suite, over all models or one family.' })
export class Leaderboard {
  @Field(() => Dataset, { description: 'The dataset.' })
  declare readonly dataset: Dataset

  @Field(() => Suite, { description: 'The suite.' })
  declare readonly suite: Suite

  @Field(() => ArchitectureFamilyEnum, { nullable: true, description: 'The family; null for the board of all models.' })
  declare readonly family: ArchitectureFamily | null

  @Field(() => Int, { description: 'Volumes that each model is attacked on.' })
  declare readonly caseCount: number

  @Field(() => Int, { description: 'Resamples behind each interval.' })
  declare readonly bootstrapSamples: number
}
