import { Ctx, Query, Resolver } from 'type-graphql'
import type { AccountsContext } from './accounts.service.ts'
import { User } from './user.type.ts'

@Resolver(() => User)
export class AccountsResolver {
  @Query(() => User, { nullable: true, description: 'The person who is signed in; null when nobody is.' })
  viewer(@Ctx() { accounts }: AccountsContext): Promise<User | null> {
    return accounts.viewer()
  }
}
