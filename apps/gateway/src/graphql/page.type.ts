import 'reflect-metadata'
import { type ClassType, Field, Int, ObjectType } from 'type-graphql'

@ObjectType({ description: 'Where a page lies within its list, as Relay defines it.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether rows follow this page.' })
  declare readonly hasNextPage: boolean

  @Field(() => Boolean, { description: 'Whether this page was asked for with a cursor, so that rows come before it.' })
  declare readonly hasPreviousPage: boolean

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null on an empty page.' })
  declare readonly startCursor: string | null

  @Field(() => String, { nullable: true, description: 'Cursor of the last row, for `after`; null on an empty page.' })
  declare readonly endCursor: string | null
}

/** The Relay connection type `<name>Connection` over `node`, with its edge type. */
export function connectionType<Node extends object>(name: string, node: () => ClassType<Node>) {
  @ObjectType(`${name}Edge`, { description: `One row of a ${name}Connection.` })
  class Edge {
    @Field(() => String, { description: 'Opaque position of this row, for `after`.' })
    declare readonly cursor: string

    @Field(node, { description: 'The row itself.' })
    declare readonly node: Node
  }

  @ObjectType(`${name}Connection`, { description: `One page of a list of ${name} rows.` })
  class Connection {
    @Field(() => [Edge], { description: 'The rows of this page with their cursors.' })
    declare readonly edges: readonly Edge[]

    @Field(() => [node()], { description: 'The rows of this page without their cursors.' })
    declare readonly nodes: readonly Node[]

    @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
    declare readonly pageInfo: PageInfo

    @Field(() => Int, { description: 'How many rows the whole list has.' })
    declare readonly totalCount: number
  }
  return Connection
}
