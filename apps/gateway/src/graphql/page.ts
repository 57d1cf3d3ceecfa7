import { z } from 'zod'
import { badInput } from './user-error.ts'

/** Rows that one request for a page may ask for at most. */
export const pageLimit = 100

/** Position in a list: the sort value of the last row seen, and its id to tell equal values apart. */
export interface Position {
  readonly order: string
  readonly value: string
  readonly id: string
}

const positionSchema = z.tuple([z.string().max(40), z.string().max(400), z.uuid()])

/** The opaque cursor of a position; stable as long as the row's sort value is. */
export function toCursor(position: Position): string {
  return Buffer.from(JSON.stringify([position.order, position.value, position.id])).toString('base64url')
}

/** The position behind a cursor of a list in this order; a BAD_USER_INPUT error for any other text. */
export function fromCursor(cursor: string | null | undefined, order: string): Position | undefined {
  if (cursor === null || cursor === undefined || cursor === '') return undefined
  const parsed = positionSchema.safeParse(jsonOf(cursor))
  if (!parsed.success || parsed.data[1].includes('\u0000')) {
    throw badInput('The cursor `after` is not one that this list gave out. Pass an endCursor of the same list.')
  }
  const [cursorOrder, value, id] = parsed.data
  if (cursorOrder !== order) {
    throw badInput(`The cursor \`after\` belongs to a list ordered by ${cursorOrder}, this one is by ${order}.`)
  }
  return { order, value, id }
}

/** The page size asked for, between 1 and `pageLimit`; a BAD_USER_INPUT error outside. */
export function pageSize(first: number | null | undefined, standard: number): number {
  const size = first ?? standard
  if (size < 1 || size > pageLimit) throw badInput(`\`first\` is ${size}; ask for 1 to ${pageLimit} rows.`)
  return size
}

/** A page as Relay has it, over any kind of row. */
export interface Page<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[]
  readonly nodes: readonly Node[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly totalCount: number
}

/** Makes the page from up to `size + 1` rows, of which the surplus one only tells that there are more. */
export function pageOf<Row, Node>({
  rows,
  size,
  totalCount,
  isFirst,
  position,
  node,
}: {
  rows: readonly Row[]
  size: number
  totalCount: number
  isFirst: boolean
  position: (row: Row) => Position
  node: (row: Row) => Node
}): Page<Node> {
  const edges = rows.slice(0, size).map((row) => ({ cursor: toCursor(position(row)), node: node(row) }))
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: rows.length > size,
      hasPreviousPage: !isFirst,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  }
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
