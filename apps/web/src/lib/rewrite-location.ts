/**
 * A `Location` as this origin should give it: an address on the gateway, or on whatever host the gateway believes it
 * has, loses its origin when its path is one that this origin passes on; anything else stays as it is.
 */
export function rewriteLocation(location: string, gateway: URL): string {
  const target = new URL(location, gateway)
  const isPassedOn = passedOn.some((prefix) => target.pathname === prefix || target.pathname.startsWith(`${prefix}/`))
  if (target.origin !== gateway.origin && !isPassedOn) return location
  return `${target.pathname}${target.search}${target.hash}`
}

const passedOn = ['/uploads', '/graphql', '/api/auth']
