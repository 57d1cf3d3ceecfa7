import type { AttackTrack } from '@voxproof/schema'
import { Field, Float, ObjectType } from 'type-graphql'
import { AttackTrackEnum, NormEnum } from '../../graphql/enums.ts'
import { Node } from '../../graphql/node.type.ts'
import { Json } from '../../graphql/scalars.ts'

@ObjectType({ description: 'One attack of a suite with all its parameters fixed.' })
export class SuiteEntry {
  @Field(() => String, { description: 'Name of the entry, unique within the suite.' })
  declare readonly name: string

  @Field(() => String, { description: 'The attack that it runs.' })
  declare readonly attack: string

  @Field(() => AttackTrackEnum, { description: 'The kind of threat.' })
  declare readonly track: AttackTrack

  @Field(() => Float, { nullable: true, description: 'Bound in 1/255 grey levels; null where there is none.' })
  declare readonly epsilon: number | null

  @Field(() => NormEnum, { description: 'What the bound bounds.' })
  declare readonly norm: 'linf' | 'l2'

  @Field(() => [String], { description: 'Names of the surrogates whose gradients it uses; empty where it uses none.' })
  declare readonly surrogates: readonly string[]

  @Field(() => String, {
    nullable: true,
    description: 'The organ it makes vanish: largest, smallest, or the number of a class; null where it attacks all.',
  })
  declare readonly vanish: string | null

  @Field(() => String, { description: 'Entries of one group run together as one job per case.' })
  declare readonly group: string
}

@ObjectType({
  implements: Node,
  description: 'A fixed, versioned list of attacks. Results of different suites never mix.',
})
export class Suite extends Node {
  declare readonly kind: 'Suite'

  @Field(() => String, { description: 'Short name with its version, such as quick-1.' })
  declare readonly slug: string

  @Field(() => String, { description: 'SHA-256 over the definition in canonical form.' })
  declare readonly hash: string

  @Field(() => Json, { description: 'The whole definition.' })
  declare readonly definition: unknown

  @Field(() => Float, { description: 'The L-inf bound, in 1/255 grey levels, at which boards rank.' })
  declare readonly headlineEpsilon: number

  @Field(() => [SuiteEntry], { description: 'The attacks in their order.' })
  declare readonly entries: readonly SuiteEntry[]
}
