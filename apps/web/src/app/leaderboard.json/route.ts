import type { NextRequest } from 'next/server'
import { exportRows, loadBoard, parseBoardView } from '../../features/leaderboard/index.ts'

export async function GET(request: NextRequest): Promise<Response> {
  const view = parseBoardView(Object.fromEntries(request.nextUrl.searchParams))
  const { board } = await loadBoard(view)
  if (board === null) return Response.json({ error: 'There is no such board.' }, { status: 404 })
  const { dataset, suite, caseCount, bootstrapSamples } = board.about
  return Response.json({
    dataset: { slug: dataset.slug, name: dataset.name, hash: dataset.hash },
    suite: { slug: suite.slug, headlineEpsilon: suite.headlineEpsilon },
    caseCount,
    bootstrapSamples,
    attack: view.attack,
    models: exportRows(board.entries, view.attack),
  })
}
