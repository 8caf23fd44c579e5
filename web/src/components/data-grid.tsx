import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { type DataGridHandle, DataGrid as Grid, type RenderSortStatusProps } from 'react-data-grid'
import 'react-data-grid/lib/styles.css'
import type { Problem } from '../lib/api/problem.ts'
import './data-grid.css'
import { type GridColumn, SortArrow, useColumns } from './grid-columns.tsx'
import { useRowHands } from './grid-hands.ts'
import { useColumnWidths, useScrollMemory } from './grid-memory.ts'
import { orderingOf, sortColumnsOf } from './grid-sort.ts'
import { ErrorState, LoadingState } from './state.tsx'

export interface DataGridProps<Row> {
  /** Stable name: under it widths and scroll position are remembered. */
  id: string
  label: string
  /** Keep their identity between renders (a constant, or `useMemo`). */
  columns: readonly GridColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => number
  /** All rows of the list, where `rows` holds only the first of them. */
  rowCount?: number
  /** With these, check boxes, ranges and the selection keys appear. */
  selected?: ReadonlySet<number>
  onSelectedChange?: (keys: Set<number>) => void
  /** "Select all" with every row selected already: whoever holds the list selects what lies beyond the rows too. */
  onSelectAll?: () => void
  /** As the API takes it: `-severity,starts_at`. */
  ordering?: string
  onOrderingChange?: (ordering: string | undefined) => void
  onOpen?: (row: Row) => void
  /** The row that is open beside the grid. */
  openKey?: number
  /** The row under the keyboard: what a single key like `a` acts on when nothing is selected. */
  onCursorChange?: (row: Row | null) => void
  /** The last rows came into view. */
  onEndReached?: () => void
  isLoading?: boolean
  problem?: Problem | null
  onRetry?: () => void
  empty: ReactNode
}

const renderers = { renderSortStatus: (props: RenderSortStatusProps) => <SortArrow {...props} /> }
const NEAR_END_PX = 400
const nothing: ReadonlySet<number> = new Set()

/** The one list of the product: virtualized, sortable, with a cursor that stays on its row while others come and go. */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { rows, isLoading, problem, onRetry, empty } = props
  if (problem && rows.length === 0) return <ErrorState problem={problem} onRetry={onRetry} />
  if (isLoading && rows.length === 0) return <LoadingState rows={12} />
  if (rows.length === 0) return empty
  return <FilledGrid {...props} />
}

function FilledGrid<Row>(props: DataGridProps<Row>) {
  const { id, rows, rowKey, rowCount, selected = nothing, onSelectedChange, ordering, openKey } = props
  const grid = useRef<DataGridHandle>(null)
  const columns = useColumns(props.columns, onSelectedChange !== undefined)
  const [widths, setWidths] = useColumnWidths(id)
  const remember = useScrollMemory(id, grid, rows.length > 0)
  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey])
  const { cursor, onPosition, moveTo } = useCursor(props, keys, grid)
  const hands = useRowHands(props, keys, cursor, moveTo)
  function rowClass(row: Row) {
    const key = rowKey(row)
    return `${key === cursor ? 'wd-cursor' : ''} ${key === openKey ? 'wd-opened' : ''}`
  }
  return (
    <Grid
      ref={grid}
      className="wd-grid"
      aria-label={props.label}
      aria-rowcount={rowCount === undefined ? undefined : rowCount + 1}
      columns={columns}
      rows={rows}
      renderers={renderers}
      rowKeyGetter={rowKey}
      rowHeight={32}
      headerRowHeight={30}
      rowClass={rowClass}
      columnWidths={widths}
      onColumnWidthsChange={setWidths}
      selectedRows={onSelectedChange && selected}
      onSelectedRowsChange={onSelectedChange}
      sortColumns={sortColumnsOf(ordering, props.columns)}
      onSortColumnsChange={(sorted) => props.onOrderingChange?.(orderingOf(sorted, props.columns))}
      onActivePositionChange={onPosition}
      {...hands}
      onScroll={(event) => {
        remember(event)
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget
        if (scrollHeight - scrollTop - clientHeight < NEAR_END_PX) props.onEndReached?.()
      }}
    />
  )
}

/** The cursor belongs to a record, not to a line: when live rows push it down, it goes with its record. */
function useCursor<Row>(
  { rows, rowKey, onSelectedChange, onCursorChange }: DataGridProps<Row>,
  keys: readonly number[],
  grid: React.RefObject<DataGridHandle | null>,
) {
  const [cursor, setCursor] = useState<number | null>(null)
  const at = useRef({ rowIdx: -1, idx: onSelectedChange ? 1 : 0 })

  useEffect(() => {
    const rowIdx = cursor === null ? -1 : keys.indexOf(cursor)
    if (cursor === null || rowIdx === at.current.rowIdx) return
    if (rowIdx < 0) {
      // Its record left: the cursor stays in its place, on the record that moved up.
      const next = rows[Math.min(at.current.rowIdx, rows.length - 1)]
      setCursor(next === undefined ? null : rowKey(next))
      onCursorChange?.(next ?? null)
      return
    }
    at.current = { ...at.current, rowIdx }
    grid.current?.setActivePosition(at.current, { shouldFocus: false })
  }, [keys, rows, rowKey, cursor, grid, onCursorChange])

  return {
    cursor,
    moveTo(key: number) {
      const rowIdx = keys.indexOf(key)
      if (rowIdx >= 0) grid.current?.setActivePosition({ ...at.current, rowIdx }, { shouldFocus: true })
    },
    onPosition({ row, rowIdx }: { row: Row | undefined; rowIdx: number }) {
      const current = row && rows[rowIdx] ? row : null
      at.current = { ...at.current, rowIdx }
      setCursor(current && rowKey(current))
      onCursorChange?.(current)
    },
  }
}
