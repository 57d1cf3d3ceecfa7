import type { ArchitectureFamily, TrainingMethod, Visibility } from '@voxproof/schema'
import { Field, ID, InputType } from 'type-graphql'
import { ArchitectureFamilyEnum, TrainingMethodEnum, VisibilityEnum } from '../../graphql/enums.ts'

@InputType({ description: 'A new submission. The file follows by tus at the returned uploadUrl.' })
export class CreateSubmissionInput {
  @Field(() => String, { description: 'Name of the model, 1 to 120 characters.' })
  declare readonly name: string

  @Field(() => ArchitectureFamilyEnum, { description: 'Architecture family.' })
  declare readonly family: ArchitectureFamily

  @Field(() => String, { description: 'Architecture in your words, 1 to 80 characters.' })
  declare readonly architecture: string

  @Field(() => [String], { description: 'Slugs of the datasets to be ranked on, at least one.' })
  declare readonly datasets: readonly string[]

  @Field(() => TrainingMethodEnum, { nullable: true, description: 'Training method; STANDARD where left out.' })
  declare readonly training?: TrainingMethod | null

  @Field(() => String, { nullable: true, description: 'Plain text of up to 4000 characters.' })
  declare readonly description?: string | null

  @Field(() => String, { nullable: true, description: 'http or https link to a paper.' })
  declare readonly paperUrl?: string | null

  @Field(() => String, { nullable: true, description: 'http or https link to code.' })
  declare readonly codeUrl?: string | null

  @Field(() => String, { nullable: true, description: 'Licence of the model, up to 120 characters.' })
  declare readonly licence?: string | null

  @Field(() => VisibilityEnum, { nullable: true, description: 'Who may see it; PUBLIC where left out.' })
  declare readonly visibility?: Visibility | null

  @Field(() => String, {
    nullable: true,
    description: 'The same key gives the same submission again, not a second one.',
  })
  declare readonly idempotencyKey?: string | null
}

@InputType({ description: 'The submission to call off.' })
export class CancelSubmissionInput {
  @Field(() => ID, { description: 'Global id or uuid of one of your submissions.' })
  declare readonly id: string
}

@InputType({ description: 'The submission to try again.' })
export class RetrySubmissionInput {
  @Field(() => ID, { description: 'Global id or uuid of one of your submissions.' })
  declare readonly id: string
}

@InputType({ description: 'Who may see a submission from now on.' })
export class ChangeVisibilityInput {
  @Field(() => ID, { description: 'Global id or uuid of one of your submissions.' })
  declare readonly id: string

  @Field(() => VisibilityEnum, { description: 'Who may see it.' })
  declare readonly visibility: Visibility
}
