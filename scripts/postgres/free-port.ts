import { createServer } from 'node:net'

/** `wanted` where nothing listens on it on loopback, IPv4 or IPv6, else the next free port above it; 0 takes any. */
export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 200; port++) {
    const found = await tryPort(port, '127.0.0.1')
    // A browser resolves localhost to ::1 first, so a stranger there would be shown instead.
    if (found !== undefined && (await tryPort(found, '::1')) !== undefined) return found
  }
  throw new Error(`No free port between ${wanted} and ${wanted + 199} on 127.0.0.1.`)
}

/** The port if it can be listened on; a machine without this kind of address has nobody on it. */
function tryPort(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? undefined : port)
    })
    server.listen(port, host, () => {
      const address = server.address()
      const found = typeof address === 'object' && address !== null ? address.port : undefined
      server.close(() => resolve(found))
    })
  })
}
