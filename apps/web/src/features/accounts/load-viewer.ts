import 'server-only'
import { cache } from 'react'
import { type FragmentOf, GatewayError, graphql } from '../../lib/graphql/index.ts'
import { query } from '../../lib/graphql/server.ts'
import { AccountMenuFragment } from './account-menu.tsx'

const ViewerQuery = graphql(
  `
    query Viewer {
      viewer {
        ...AccountMenu
      }
    }
  `,
  [AccountMenuFragment],
)

/**
 * Who asks for this page; null when signed out. A gateway that does not answer also gives null, so that the frame of
 * the site stands while the page inside it reports the failure. Asked once per request.
 */
export const loadViewer: () => Promise<FragmentOf<typeof AccountMenuFragment> | null> = cache(async () => {
  try {
    return (await query(ViewerQuery, {})).viewer
  } catch (cause) {
    if (cause instanceof GatewayError) return null
    throw cause
  }
})
