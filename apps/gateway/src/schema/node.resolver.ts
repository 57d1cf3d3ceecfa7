import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql'
import { fromGlobalId, isUuid } from '../graphql/global-id.ts'
import { Node } from '../graphql/node.type.ts'
import type { RequestContext } from './request-context.ts'

@Resolver(() => Node)
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'Anything by its global id; null where there is none you may see.',
  })
  node(
    @Arg('id', () => ID, { description: 'The `id` of any type that implements Node.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<object | null> | null {
    return findNode(id, context)
  }
}

function findNode(id: string, context: RequestContext): Promise<object | null> | null {
  const parsed = fromGlobalId(id)
  if (parsed === undefined) return null
  const { type, key } = parsed
  if (type === 'Dataset') return context.datasets.dataset(key)
  if (type === 'Suite') return context.datasets.suite(key)
  if (type === 'User') return context.accounts.user(key)
  if (!isUuid(key)) return null
  return type === 'Submission' ? context.submissions.submission(key) : context.evaluations.evaluation(key)
}
