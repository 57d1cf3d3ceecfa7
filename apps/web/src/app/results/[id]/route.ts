import { loadManifest } from '../../../features/evaluations/index.ts'

/** The whole result of one evaluation as `voxproof evaluate` writes it, byte for byte. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const result = await loadManifest((await params).id)
  if (result === null) return Response.json({ error: 'There is no such result.' }, { status: 404 })
  return new Response(result.text, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${result.fileName}"`,
    },
  })
}
