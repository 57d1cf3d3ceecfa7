export { type AccountsContext, type AccountsService, accountsService } from './accounts.service.ts'
export {
  type Authentication,
  clientAddressHeader,
  openAuthentication,
  trustedOrigins,
  type Viewer,
} from './authentication.ts'
export { AccountsResolver } from './accounts.resolver.ts'
export { readSecret } from './secret.ts'
export { User } from './user.type.ts'
