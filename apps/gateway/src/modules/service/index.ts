export { ServiceResolver } from './service.resolver.ts'
export { type ServiceContext, serviceOutline } from './service.service.ts'
