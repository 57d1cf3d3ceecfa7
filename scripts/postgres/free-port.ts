import { createServer } from 'node:net'

/** `wanted` where nothing listens on it on loopback, else the next free port above it; 0 takes any. */
export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 200; port++) {
    const found = await tryPort(port)
    if (found !== undefined) return found
  }
  throw new Error(`No free port between ${wanted} and ${wanted + 199} on 127.0.0.1.`)
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      const found = typeof address === 'object' && address !== null ? address.port : undefined
      server.close(() => resolve(found))
    })
  })
}
