import { proxyToGateway } from '../../lib/gateway-proxy.ts'

export const dynamic = 'force-dynamic'

export { proxyToGateway as GET, proxyToGateway as HEAD, proxyToGateway as OPTIONS, proxyToGateway as POST }
