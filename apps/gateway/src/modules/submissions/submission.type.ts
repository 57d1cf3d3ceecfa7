import type {
  ArchitectureFamily,
  Failure as StoredFailure,
  RejectionCode,
  SubmissionStatus,
  TrainingMethod,
  Visibility,
} from '@voxproof/schema'
import { Field, Float, ID, Int, ObjectType } from 'type-graphql'
import {
  ArchitectureFamilyEnum,
  RejectionCodeEnum,
  SubmissionStatusEnum,
  TrainingMethodEnum,
  VisibilityEnum,
} from '../../graphql/enums.ts'
import { Node } from '../../graphql/node.type.ts'
import { connectionType } from '../../graphql/page.type.ts'
import { DateTime } from '../../graphql/scalars.ts'
import { Failure } from '../evaluations/index.ts'

@ObjectType({ description: 'How often a model uses an operator, subgraphs and functions included.' })
export class OperatorCount {
  @Field(() => String, { description: 'Name of the ONNX operator.' })
  declare readonly operator: string

  @Field(() => Int, { description: 'Nodes that use it.' })
  declare readonly count: number
}

@ObjectType({ description: 'The uploaded file, and what was read from it. Null fields are not read yet.' })
export class ModelFile {
  @Field(() => String, { description: 'SHA-256 of the file.' })
  declare readonly hash: string

  @Field(() => Float, { description: 'Size in bytes.' })
  declare readonly sizeBytes: number

  @Field(() => Float, { nullable: true, description: 'Number of scalar weights.' })
  declare readonly parameters: number | null

  @Field(() => Int, { nullable: true, description: 'Version of the default operator set.' })
  declare readonly opset: number | null

  @Field(() => Float, { nullable: true, description: 'Operations of one forward pass at `inputShape`.' })
  declare readonly flops: number | null

  @Field(() => [OperatorCount], { description: 'Operators, the most frequent first; empty until the file was read.' })
  declare readonly operators: readonly OperatorCount[]

  @Field(() => [Int], { nullable: true, description: 'Shape [N, C, D, H, W] at which the file was read.' })
  declare readonly inputShape: readonly number[] | null

  @Field(() => [Int], { nullable: true, description: 'Shape of the logits for that input.' })
  declare readonly outputShape: readonly number[] | null

  @Field(() => Boolean, { nullable: true, description: 'Whether depth, height and width may be chosen.' })
  declare readonly dynamicSpatial: boolean | null

  @Field(() => String, { nullable: true, description: 'Program that wrote the file, as it says itself.' })
  declare readonly producer: string | null

  @Field(() => Int, { nullable: true, description: 'Version of the ONNX file format.' })
  declare readonly irVersion: number | null

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether attacks can differentiate the model; without, they ask for predictions alone.',
  })
  declare readonly usesGradient: boolean | null

  @Field(() => [String], { description: 'What hides the gradient or takes its place, node by node, in words.' })
  declare readonly gradientNotes: readonly string[]
}

@ObjectType({ description: 'Why a file is not evaluated.' })
export class Rejection {
  @Field(() => RejectionCodeEnum, { description: 'Stable code of the reason.' })
  declare readonly code: RejectionCode

  @Field(() => String, { description: 'What was found, what was expected and what to do.' })
  declare readonly message: string

  @Field(() => String, {
    nullable: true,
    description: 'Slug of the dataset that the model does not fit, if it depends.',
  })
  declare readonly dataset: string | null
}

@ObjectType({ implements: Node, description: 'A model that somebody entered, and what became of it.' })
export class Submission extends Node {
  declare readonly kind: 'Submission'
  /** Keys of the rows, for field resolvers. */
  declare readonly ownerKey: string
  declare readonly isOwnerShown: boolean
  declare readonly datasetKeys: readonly string[]
  declare readonly modelHash: string | null

  @Field(() => ID, { description: 'The raw id, which addresses and upload metadata use.' })
  declare readonly uuid: string

  @Field(() => String, { description: 'Name of the model as its owner chose it.' })
  declare readonly name: string

  @Field(() => ArchitectureFamilyEnum, { description: 'Architecture family as declared.' })
  declare readonly family: ArchitectureFamily

  @Field(() => String, { description: 'Architecture as declared, such as SwinUNETR.' })
  declare readonly architecture: string

  @Field(() => TrainingMethodEnum, { description: 'Training method as declared.' })
  declare readonly training: TrainingMethod

  @Field(() => String, { description: 'What its owner says about it; plain text.' })
  declare readonly description: string

  @Field(() => String, { nullable: true, description: 'Link to a paper; never fetched.' })
  declare readonly paperUrl: string | null

  @Field(() => String, { nullable: true, description: 'Link to code; never fetched.' })
  declare readonly codeUrl: string | null

  @Field(() => String, { nullable: true, description: 'Licence of the model as declared.' })
  declare readonly licence: string | null

  @Field(() => VisibilityEnum, { description: 'Who may see it.' })
  declare readonly visibility: Visibility

  @Field(() => Boolean, { description: 'Whether it came with this instance as a reference.' })
  declare readonly isBaseline: boolean

  @Field(() => SubmissionStatusEnum, { description: 'Where it stands.' })
  declare readonly status: SubmissionStatus

  @Field(() => Boolean, { description: 'Whether it belongs to the person who asks.' })
  declare readonly isMine: boolean

  @Field(() => DateTime, { description: 'When it was created.' })
  declare readonly createdAt: Date

  @Field(() => DateTime, { nullable: true, description: 'When the file was complete.' })
  declare readonly uploadedAt: Date | null

  @Field(() => DateTime, { nullable: true, description: 'When it came to an end.' })
  declare readonly finishedAt: Date | null

  @Field(() => Rejection, { nullable: true, description: 'Why the file is not evaluated, where it is not.' })
  declare readonly rejection: Rejection | null

  @Field(() => Failure, { nullable: true, description: 'Why it ended without a result, where it did.' })
  declare readonly failure: StoredFailure | null

  @Field(() => String, { nullable: true, description: 'Name of the uploaded file; null for everybody but its owner.' })
  declare readonly fileName: string | null
}

export const SubmissionConnection = connectionType('Submission', () => Submission)
