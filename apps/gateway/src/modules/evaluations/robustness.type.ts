import { Field, Float, ObjectType } from 'type-graphql'
import { RankedByEnum } from '../../graphql/enums.ts'
import { Json } from '../../graphql/scalars.ts'

@ObjectType({ description: 'A mean over cases with its 95 % bootstrap interval.' })
export class Interval {
  @Field(() => Float, { description: 'The mean.' })
  declare readonly mean: number

  @Field(() => Float, { description: 'Lower end of the interval.' })
  declare readonly low: number

  @Field(() => Float, { description: 'Upper end of the interval.' })
  declare readonly high: number
}

@ObjectType({ description: 'Worst-case Dice at one strength of attack.' })
export class CurvePoint {
  @Field(() => Float, { description: 'L-inf bound in 1/255 grey levels; 0 is the clean volume.' })
  declare readonly epsilon: number

  @Field(() => Interval, { description: 'Worst-case foreground Dice over the cases.' })
  declare readonly foregroundDice: Interval
}

@ObjectType({ description: 'A doubt about a result, with its evidence in words.' })
export class Flag {
  @Field(() => String, { description: 'Stable code.' })
  declare readonly code: string

  @Field(() => String, { description: 'The doubt and its evidence.' })
  declare readonly message: string

  @Field(() => Json, {
    nullable: true,
    description: 'The figures behind the message: an object of numbers, texts and truth values by name.',
  })
  declare readonly evidence?: Readonly<Record<string, number | string | boolean>> | null | undefined
}

@ObjectType({ description: 'Attacks made on surrogates and shown to the model: means over the cases.' })
export class TransferRow {
  @Field(() => String, { description: 'Name of the suite entry.' })
  declare readonly entry: string

  @Field(() => String, {
    nullable: true,
    description:
      'The entry that this one runs once more and stronger, in a second round that outcomes of the first called for; null for those of the first.',
  })
  declare readonly repeats: string | null

  @Field(() => String, { description: 'Names of the surrogates that were attacked.' })
  declare readonly surrogates: string

  @Field(() => Float, { nullable: true, description: 'Bound in 1/255 grey levels; null where there is none.' })
  declare readonly epsilon: number | null

  @Field(() => Float, { description: 'Foreground Dice of the surrogates under the attack.' })
  declare readonly onSurrogates: number

  @Field(() => Float, { description: 'Foreground Dice of this model on the same volumes.' })
  declare readonly onModel: number

  @Field(() => Float, {
    nullable: true,
    description: 'What this model loses as a share of what the surrogates lose; null where those lose nothing.',
  })
  declare readonly rate: number | null
}

@ObjectType({ description: 'How robust a model is: what its report and its place on a board both say.' })
export abstract class Robustness {
  @Field(() => Interval, {
    nullable: true,
    description: 'Worst-case foreground Dice over white-box attacks; null where there are none.',
  })
  declare readonly robustWhiteBox: Interval | null

  @Field(() => Interval, {
    nullable: true,
    description: 'Worst-case foreground Dice over black-box attacks; null where there are none.',
  })
  declare readonly robustBlackBox: Interval | null

  @Field(() => Interval, {
    nullable: true,
    description: 'Worst-case foreground Dice over frequency attacks; null where there are none.',
  })
  declare readonly robustFrequency: Interval | null

  @Field(() => Float, { nullable: true, description: 'Mean worst-case Hausdorff distance (95th percentile) in mm.' })
  declare readonly robustHd95Mm: number | null

  @Field(() => Float, { nullable: true, description: 'Mean worst-case normalised surface Dice.' })
  declare readonly robustNsd: number | null

  @Field(() => Float, { description: 'Worst-case over clean Dice; 0 where clean is 0.' })
  declare readonly retainedRatio: number

  @Field(() => [CurvePoint], { description: 'Worst-case Dice by strength of attack, ascending, 0 included.' })
  declare readonly curve: readonly CurvePoint[]

  @Field(() => Float, {
    nullable: true,
    description: 'Mean worst-case foreground Dice of the worst tenth of the cases, at least one; null in old reports.',
  })
  declare readonly worstTenth?: number | null | undefined

  @Field(() => Float, {
    nullable: true,
    description: 'Mean foreground Dice over all noise and corruptions of the suite; never part of the worst case.',
  })
  declare readonly noiseDice: number | null

  @Field(() => [TransferRow], { description: 'Attacks made on surrogates; empty where the suite has none.' })
  declare readonly transfer: readonly TransferRow[]

  @Field(() => RankedByEnum, { description: 'What the robust score is the worst of.' })
  declare readonly rankedBy: 'worst-case' | 'black-box'

  @Field(() => [Flag], { description: 'Doubts about the result.' })
  declare readonly flags: readonly Flag[]
}
