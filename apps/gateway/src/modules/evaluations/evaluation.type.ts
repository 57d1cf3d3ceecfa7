import type { EvaluationReport as StoredReport } from '@voxproof/schema'
import type { EvaluationOrigin, EvaluationStatus } from '@voxproof/schema'
import { Field, Float, Int, ObjectType } from 'type-graphql'
import { EvaluationOriginEnum, EvaluationStatusEnum } from '../../graphql/enums.ts'
import { Node } from '../../graphql/node.type.ts'
import { DateTime } from '../../graphql/scalars.ts'

@ObjectType({ description: 'How much of the work is done.' })
export class Progress {
  @Field(() => Int, { description: 'Parts with a result.' })
  declare readonly finishedParts: number

  @Field(() => Int, { description: 'Parts in all; 0 until the file has been checked.' })
  declare readonly totalParts: number

  @Field(() => Float, { description: 'Share of the work that is done, 0 to 1, parts under way included.' })
  declare readonly fraction: number

  @Field(() => Float, {
    nullable: true,
    description: 'Seconds until the end at the pace so far; null while there is none.',
  })
  declare readonly etaSeconds: number | null
}

@ObjectType({ description: 'Why an evaluation ended without a result.' })
export class Failure {
  @Field(() => String, { description: 'Stable code, such as time-budget-exceeded.' })
  declare readonly code: string

  @Field(() => String, { description: 'The reason in plain words.' })
  declare readonly message: string

  @Field(() => Boolean, { description: 'Whether the same file could succeed on another try.' })
  declare readonly canRetry: boolean
}

@ObjectType({ description: 'One case under one group of attacks: the unit of work.' })
export class EvaluationPart {
  @Field(() => String, { description: 'The case of the dataset.' })
  declare readonly caseKey: string

  @Field(() => String, { description: 'The group of suite entries.' })
  declare readonly group: string

  @Field(() => String, {
    nullable: true,
    description: 'The group that this one runs once more and stronger, in a second round; null for those of the first.',
  })
  declare readonly repeats: string | null

  @Field(() => EvaluationStatusEnum, { description: 'Where the part stands.' })
  declare readonly status: EvaluationStatus

  @Field(() => Float, { description: 'Share of the part that is done, 0 to 1.' })
  declare readonly progress: number

  @Field(() => Int, { description: 'How often a worker has begun it.' })
  declare readonly attempts: number
}

@ObjectType({ implements: Node, description: 'One model on one dataset under one suite.' })
export class Evaluation extends Node {
  declare readonly kind: 'Evaluation'
  /** Keys of the rows, for field resolvers. */
  declare readonly key: string
  declare readonly submissionKey: string
  declare readonly datasetKey: string
  declare readonly suiteKey: string
  declare readonly storedReport: StoredReport | null

  @Field(() => EvaluationStatusEnum, { description: 'Where the evaluation stands.' })
  declare readonly status: EvaluationStatus

  @Field(() => EvaluationOriginEnum, { description: 'Where it was computed.' })
  declare readonly origin: EvaluationOrigin

  @Field(() => Failure, { nullable: true, description: 'Why it ended without a result, where it did.' })
  declare readonly failure: Failure | null

  @Field(() => DateTime, { description: 'When it was created.' })
  declare readonly createdAt: Date

  @Field(() => DateTime, { nullable: true, description: 'When a worker first began on it.' })
  declare readonly startedAt: Date | null

  @Field(() => DateTime, { nullable: true, description: 'When it ended.' })
  declare readonly finishedAt: Date | null
}
