import { Ctx, Query, Resolver } from 'type-graphql'
import type { ServiceContext } from './service.service.ts'
import { Service } from './service.type.ts'

@Resolver(() => Service)
export class ServiceResolver {
  @Query(() => Service, { description: 'Limits of this instance, and what runs on it.' })
  service(@Ctx() { service }: ServiceContext): Service {
    return service
  }
}
