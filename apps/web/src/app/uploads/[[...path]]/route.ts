import { proxyToGateway } from '../../../lib/gateway-proxy.ts'

export const dynamic = 'force-dynamic'

// The methods of the tus protocol, core and extensions.
export {
  proxyToGateway as DELETE,
  proxyToGateway as GET,
  proxyToGateway as HEAD,
  proxyToGateway as OPTIONS,
  proxyToGateway as PATCH,
  proxyToGateway as POST,
}
