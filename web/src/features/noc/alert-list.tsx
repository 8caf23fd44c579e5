import { ArrowUp } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { usePhone } from '../../lib/media.ts'
import { AlertBulkBar } from './alert-bulk-bar.tsx'
import { AlertCards } from './alert-cards.tsx'
import { AlertEmpty } from './alert-empty.tsx'
import { AlertGrid } from './alert-grid.tsx'
import { AlertPanel } from './alert-panel.tsx'
import type { AlertQuery } from './alert-query.ts'
import { useAlertCommands } from './console-commands.ts'
import { texts } from './noc.messages.ts'
import { useAlertList } from './use-alert-list.ts'
import { type Opening, useOpening } from './use-opening.ts'

interface AlertListProps {
  query: AlertQuery
  /** How many there are at the server. */
  total: number | undefined
  isFrozen: boolean
  onFreeze: () => void
}

/** The list with what stands around it: what waits, what was done, what can be done, and the alert that is open beside it. */
export function AlertList({ query, total, isFrozen, onFreeze }: AlertListProps) {
  const text = useText()
  const isPhone = usePhone()
  const list = useAlertList(query, isFrozen)
  const { chosen, verbs, selection } = list
  const open = useOpening()
  const cursor = useRef<number | null>(null)
  const atCursor = () => list.rows.filter(({ id }) => id === (cursor.current ?? open.id))
  const targets = () => {
    // On the way to all, a part of them is not what somebody means.
    if (selection.readSoFar !== undefined) return []
    return chosen.length > 0 ? chosen : atCursor()
  }
  useAlertCommands(verbs, targets, [
    { id: 'noc.freeze', title: text(texts.freeze), keys: 'b', run: onFreeze },
  ])
  return (
    <div className="flex h-full min-h-0">
      <div className="relative flex min-w-0 grow flex-col">
        <p role="status" className="sr-only">
          {list.sentence}
        </p>
        <div className="min-h-0 grow" {...list.hands}>
          <Rows list={list} {...{ isPhone, total, open, cursor }} ordering={query.ordering} />
        </div>
        {list.waiting > 0 && <WaitingPill count={list.waiting} onShow={list.show} />}
        {chosen.length > 0 && <AlertBulkBar list={list} total={total} />}
      </div>
      {!isPhone && open.id !== undefined && (
        <AlertPanel key={open.id} id={open.id} hands={verbs} onClose={open.close} />
      )}
      {verbs.dialogs}
    </div>
  )
}

interface RowsProps {
  list: ReturnType<typeof useAlertList>
  isPhone: boolean
  total: number | undefined
  ordering: string | undefined
  open: Opening
  cursor: React.RefObject<number | null>
}

function Rows({ list, isPhone, total, ordering, open, cursor }: RowsProps) {
  const { feed } = list
  const common = {
    rows: list.rows,
    selected: list.selection.selected,
    onSelectedChange: list.selection.select,
    onEndReached: feed.readMore,
    isLoading: feed.isLoading,
    problem: feed.problem,
    onRetry: feed.retry,
    empty: <AlertEmpty />,
  }
  if (isPhone) return <AlertCards {...common} />
  return (
    <AlertGrid
      {...common}
      {...{ total, ordering, open }}
      onSelectAll={list.selection.selectAll}
      onCursor={(id) => {
        cursor.current = id
      }}
    />
  )
}

function WaitingPill({ count, onShow }: { count: number; onShow: () => void }) {
  const text = useText()
  return (
    <div className="pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center sm:top-px">
      <div className="pointer-events-auto animate-enter rounded-md shadow-overlay">
        <Button size="sm" kind="primary" onPress={onShow}>
          <ArrowUp aria-hidden />
          {text(texts.waiting, { count })}
        </Button>
      </div>
    </div>
  )
}
