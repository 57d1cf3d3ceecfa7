export { buildGatewaySchema } from './build-gateway-schema.ts'
export { type ContextSources, type RequestContext, requestContext } from './request-context.ts'
