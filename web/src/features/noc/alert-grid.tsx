import { type ReactNode, useMemo, useRef } from 'react'
import { DataGrid } from '../../components/data-grid.tsx'
import type { Problem } from '../../lib/api/problem.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useMedia } from '../../lib/media.ts'
import { useUrlState } from '../../lib/url/search.ts'
import { alertColumns, type ShownAlert } from './alert-columns.tsx'
import { texts } from './noc.messages.ts'
import type { Opening } from './use-opening.ts'
import { usePaced } from './use-paced.ts'

interface AlertGridProps {
  rows: readonly ShownAlert[]
  selected: ReadonlySet<number>
  onSelectedChange: (ids: Set<number>) => void
  onSelectAll: () => void
  onEndReached: () => void
  isLoading: boolean
  problem: Problem | null
  onRetry: () => void
  empty: ReactNode
  total: number | undefined
  ordering: string | undefined
  open: Opening
  onCursor: (id: number | null) => void
}

const FOLLOW_MS = 150
const keyOf = ({ id }: ShownAlert) => id

/** The list for a desk: a line per alert. While one is open beside it, the open one follows the cursor. */
export function AlertGrid({ total, open, onCursor, ...list }: AlertGridProps) {
  const text = useText()
  const [, setSearch] = useUrlState()
  const isWide = useMedia('(min-width: 1400px)')
  const isLarge = useMedia('(min-width: 1700px)')
  const fitting = isLarge ? 'large' : isWide ? 'wide' : 'narrow'
  const set = open.id !== undefined ? 'beside' : fitting
  const columns = useMemo(() => alertColumns(set, text), [set, text])
  const cursor = useRef<number | null>(null)
  const follow = usePaced(() => {
    if (open.id !== undefined && cursor.current !== null && cursor.current !== open.id)
      open.open(cursor.current)
  }, FOLLOW_MS)
  return (
    <DataGrid
      // The widths that were measured for other columns do not fit these.
      key={fitting}
      {...list}
      id={`alerts.${set}`}
      label={text(texts.alerts)}
      columns={columns}
      rowKey={keyOf}
      rowCount={total}
      onOrderingChange={(ordering) => setSearch({ ordering })}
      onOpen={({ id }) => open.open(id)}
      openKey={open.id}
      onCursorChange={(row) => {
        cursor.current = row?.id ?? null
        onCursor(cursor.current)
        follow()
      }}
    />
  )
}
