import { ArrowDown, ArrowUp } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { type Column, type RenderSortStatusProps, SelectColumn } from 'react-data-grid'
import { useMedia } from '../lib/media.ts'

export interface GridColumn<Row> {
  key: string
  name: string
  /** Pixels, or a share of what is left (`1fr`, `minmax(200px, 2fr)`). */
  width?: number | string
  minWidth?: number
  isSortable?: boolean
  /** The API's ordering field where it differs from the key. */
  orderBy?: string
  align?: 'end'
  /** Left out on windows narrower than this. */
  hideBelow?: 'sm' | 'lg'
  /** Plain text is cut with dots; anything else looks after itself. */
  render: (row: Row) => ReactNode
}

export function useColumns<Row>(columns: readonly GridColumn<Row>[], isSelectable: boolean) {
  const isSmall = useMedia('(max-width: 639px)')
  const isMedium = useMedia('(max-width: 1023px)')
  return useMemo(() => {
    const isShown = ({ hideBelow }: GridColumn<Row>) =>
      hideBelow === 'sm' ? !isSmall : hideBelow === 'lg' ? !isMedium : true
    const shown = columns.filter(isShown).map(gridColumn)
    return isSelectable ? [SelectColumn as Column<Row>, ...shown] : shown
  }, [columns, isSelectable, isSmall, isMedium])
}

export function SortArrow({ sortDirection, priority }: RenderSortStatusProps) {
  if (!sortDirection) return null
  const Arrow = sortDirection === 'ASC' ? ArrowUp : ArrowDown
  return (
    <span className="inline-flex items-center self-center text-accent-ink text-xs">
      <Arrow aria-hidden className="size-3.5" />
      {priority}
    </span>
  )
}

function gridColumn<Row>(column: GridColumn<Row>): Column<Row> {
  const { key, name, width, minWidth, isSortable, align, render } = column
  return {
    key,
    name,
    width,
    minWidth,
    sortable: isSortable,
    resizable: true,
    cellClass: align === 'end' ? 'justify-end tabular-nums' : undefined,
    headerCellClass: align === 'end' ? 'justify-end' : undefined,
    renderCell: ({ row }) => {
      const content = render(row)
      return typeof content === 'string' ? <span className="row-text">{content}</span> : content
    },
  }
}
