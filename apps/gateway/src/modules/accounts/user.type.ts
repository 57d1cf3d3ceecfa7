import { Field, ObjectType } from 'type-graphql'
import { Node } from '../../graphql/node.type.ts'

@ObjectType({ implements: Node, description: 'A person or group that submits models.' })
export class User extends Node {
  declare readonly kind: 'User'
  /** Key of the row, for field resolvers. */
  declare readonly key: string

  @Field(() => String, { description: 'Name as its owner chose it.' })
  declare readonly name: string

  @Field(() => String, { nullable: true, description: 'E-mail address; null for everybody but its owner.' })
  declare readonly email: string | null
}
