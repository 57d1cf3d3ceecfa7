import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/**
 * A table that scrolls sideways in its own frame on narrow screens. `caption` is for screen readers. The frame is a group,
 * no landmark: a page shows the same tables for each dataset.
 */
export function Table({ caption, children }: { caption: string; children: ReactNode }): ReactNode {
  return (
    <div role="group" tabIndex={0} aria-label={caption} className="overflow-x-auto focus-visible:outline-offset-[-2px]">
      <table className="w-full border-collapse">
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  )
}

interface CellShape {
  readonly children?: ReactNode
  readonly align?: 'left' | 'right'
  readonly className?: string | undefined
  readonly title?: string | undefined
}

/** A column's name. `sort` marks the column that the rows are ordered by. */
export function HeadCell(cell: CellShape & { sort?: 'ascending' | 'descending' | undefined }): ReactNode {
  return (
    <th
      scope="col"
      title={cell.title}
      aria-sort={cell.sort}
      className={classNames(
        'border-b border-line px-1.5 py-2.5 align-bottom text-xs font-medium whitespace-nowrap text-ink-3 md:px-3',
        cell.align === 'right' ? 'text-right' : 'text-left',
        cell.className,
      )}
    >
      {cell.children}
    </th>
  )
}

/** A value. Numbers stand to the right. */
export function Cell(cell: CellShape): ReactNode {
  return (
    <td
      title={cell.title}
      className={classNames(cellShape, cell.align === 'right' && 'text-right tabular-nums', cell.className)}
    >
      {cell.children}
    </td>
  )
}

/** The value that names its row. */
export function RowHead(cell: CellShape): ReactNode {
  return (
    <th scope="row" title={cell.title} className={classNames(cellShape, 'text-left font-normal', cell.className)}>
      {cell.children}
    </th>
  )
}

/** A heading over the rows that follow, across the whole table. */
export function GroupRow({ columns, children }: { columns: number; children: ReactNode }): ReactNode {
  return (
    <tr>
      <th
        scope="colgroup"
        colSpan={columns}
        className="border-b border-line px-1.5 pt-5 pb-1.5 text-left text-xs font-medium text-ink-3 md:px-3"
      >
        {children}
      </th>
    </tr>
  )
}

const cellShape = 'border-b border-line-2 px-1.5 py-2 align-middle md:px-3'
