import { loadSchema } from '../../lib/graphql/load-schema.ts'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  return new Response(`${await loadSchema()}\n`, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
}
