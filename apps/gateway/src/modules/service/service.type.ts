import { Field, Float, Int, ObjectType } from 'type-graphql'

@ObjectType({ description: 'Limits of this instance, and what runs on it.' })
export class Service {
  @Field(() => Float, { description: 'Largest model file that is taken, in bytes.' })
  declare readonly maxUploadBytes: number

  @Field(() => Int, { description: 'Submissions that one person may make within 24 hours.' })
  declare readonly dailySubmissionLimit: number

  @Field(() => String, { description: 'tus endpoint, relative to the address at which you reached GraphQL.' })
  declare readonly uploadUrl: string

  @Field(() => String, { description: 'Version of the engine that attacks and scores.' })
  declare readonly engineVersion: string

  @Field(() => String, { description: 'Version of this gateway.' })
  declare readonly version: string
}
