import 'reflect-metadata'
import { Field, ID, InterfaceType } from 'type-graphql'
import type { NodeType } from './global-id.ts'

@InterfaceType({
  description: 'Anything with a global id, by which `node` finds it again.',
  resolveType: (value: { kind: NodeType }) => value.kind,
})
export abstract class Node {
  @Field(() => ID, { description: 'Global id: opaque, stable, unique over all types.' })
  declare readonly id: string
}
