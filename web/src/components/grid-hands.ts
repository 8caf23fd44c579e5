import {
  type CellKeyboardEvent,
  type CellMouseArgs,
  type CellMouseEvent,
  SELECT_COLUMN_KEY,
} from 'react-data-grid'
import { useGridCommands } from './grid-commands.ts'
import { rowRange, toggled } from './row-selection.ts'

interface Touchable<Row> {
  rows: readonly Row[]
  rowKey: (row: Row) => number
  selected?: ReadonlySet<number>
  onSelectedChange?: (keys: Set<number>) => void
  onSelectAll?: () => void
  onOpen?: (row: Row) => void
}

/** What pointer and keyboard do to rows: a click opens, with Shift it selects a range, with Ctrl or Cmd one more. */
export function useRowHands<Row>(
  { rows, rowKey, selected = new Set(), onSelectedChange, onSelectAll, onOpen }: Touchable<Row>,
  keys: readonly number[],
  cursor: number | null,
  moveTo: (key: number) => void,
) {
  const open = (row: Row | undefined) => row && onOpen?.(row)
  const { extend } = useGridCommands<number>({
    keys,
    cursor,
    moveTo,
    selected,
    select: onSelectedChange,
    selectMore: onSelectAll,
    open: onOpen && ((key) => open(rows[keys.indexOf(key)])),
  })
  return {
    onCellMouseDown: (_: unknown, event: CellMouseEvent) => event.shiftKey && event.preventDefault(),
    onCellClick({ row, column }: CellMouseArgs<Row>, event: CellMouseEvent) {
      const key = rowKey(row)
      if (column.key === SELECT_COLUMN_KEY) return
      if (event.shiftKey) onSelectedChange?.(new Set([...selected, ...rowRange(keys, cursor ?? key, key)]))
      else if (event.ctrlKey || event.metaKey) onSelectedChange?.(toggled(selected, key))
      // A drag that marked text to copy is no wish to open.
      else if (getSelection()?.isCollapsed !== false) open(row)
    },
    onCellKeyDown({ row }: { row: Row | undefined }, event: CellKeyboardEvent) {
      const isRange = event.shiftKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      if (event.key !== 'Enter' && !isRange) return
      event.preventGridDefault()
      event.preventDefault()
      if (isRange) extend(event.key === 'ArrowDown' ? 1 : -1)
      else open(row)
    },
  }
}
