import type { NextRequest } from 'next/server'
import { exportRows, loadBoard, parseBoardView } from '../../features/leaderboard/index.ts'
import { toCsv } from '../../lib/csv.ts'

export async function GET(request: NextRequest): Promise<Response> {
  const view = parseBoardView(Object.fromEntries(request.nextUrl.searchParams))
  const { board } = await loadBoard(view)
  if (board === null) return new Response('There is no such board.\n', { status: 404 })
  const name = `voxproof-${board.about.dataset.slug}-${board.about.suite.slug}.csv`
  return new Response(toCsv(exportRows(board.entries, view.attack)), {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"` },
  })
}
