import { ArrowUp } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { useHeldRows } from '../../lib/live/held-rows.ts'
import { useHands } from '../../lib/live/use-hands.ts'
import { usePhone } from '../../lib/media.ts'
import { AlertBulkBar } from './alert-bulk-bar.tsx'
import { AlertCards } from './alert-cards.tsx'
import { AlertEmpty } from './alert-empty.tsx'
import { AlertGrid } from './alert-grid.tsx'
import { AlertPanel } from './alert-panel.tsx'
import type { AlertQuery } from './alert-query.ts'
import { useAlertCommands } from './console-commands.ts'
import { IncidentNotice, type OpenedIncident } from './incident-notice.tsx'
import { texts } from './noc.messages.ts'
import { useAlertFeed } from './use-alert-feed.ts'
import { useAlertVerbs } from './use-alert-verbs.tsx'
import { useAnnouncer } from './use-announcer.ts'
import { useOpening } from './use-opening.ts'
import { useShown } from './use-shown.ts'

interface AlertListProps {
  query: AlertQuery
  /** How many there are at the server. */
  total: number | undefined
  isFrozen: boolean
  onFreeze: () => void
}

/** The rows, what is selected of them, and what is being done with it. */
export function AlertList({ query, total, isFrozen, onFreeze }: AlertListProps) {
  const text = useText()
  const isPhone = usePhone()
  const { sentence, announce } = useAnnouncer()
  const feed = useAlertFeed(query, announce)
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const [opened, setOpened] = useState<OpenedIncident | null>(null)
  const verbs = useAlertVerbs({
    onDone: (order, { incident }) => {
      setSelected(new Set())
      if (incident) setOpened({ incident, count: order.alerts.length })
    },
  })
  const { isAtWork, hands } = useHands()
  const isHeld = isFrozen || isAtWork || selected.size > 0 || verbs.isAsking
  const list = feed.isStale ? 'placeholder' : JSON.stringify(query)
  const held = useHeldRows(list, feed.rows, isHeld)
  const rows = useShown(held.rows, feed.rows, feed.departed.current)
  const chosen = useMemo(
    () => rows.filter(({ id, hasLeft }) => selected.has(id) && !hasLeft),
    [rows, selected],
  )
  const open = useOpening()
  const cursor = useRef<number | null>(null)
  useAlertCommands(
    verbs,
    () => (chosen.length > 0 ? chosen : rows.filter(({ id }) => id === (cursor.current ?? open.id))),
    [{ id: 'noc.freeze', title: text(texts.freeze), keys: 'b', run: onFreeze }],
  )
  const common = {
    rows,
    selected,
    onSelectedChange: setSelected,
    onEndReached: feed.readMore,
    isLoading: feed.isLoading,
    problem: feed.problem,
    onRetry: feed.retry,
    empty: <AlertEmpty />,
  }
  return (
    <div className="flex h-full min-h-0">
      <div className="relative flex min-w-0 grow flex-col">
        <p role="status" className="sr-only">
          {sentence}
        </p>
        <div className="min-h-0 grow" {...hands}>
          {isPhone ? (
            <AlertCards {...common} />
          ) : (
            <AlertGrid
              {...common}
              total={total}
              ordering={query.ordering}
              open={open}
              onCursor={(id) => {
                cursor.current = id
              }}
            />
          )}
        </div>
        {held.waiting > 0 && <WaitingPill count={held.waiting} onShow={held.show} />}
        {opened && <IncidentNotice opened={opened} onClose={() => setOpened(null)} />}
        {chosen.length > 0 && (
          <AlertBulkBar alerts={chosen} hands={verbs} onClear={() => setSelected(new Set())} />
        )}
      </div>
      {!isPhone && open.id !== undefined && (
        <AlertPanel key={open.id} id={open.id} hands={verbs} onClose={open.close} />
      )}
      {verbs.dialogs}
    </div>
  )
}

function WaitingPill({ count, onShow }: { count: number; onShow: () => void }) {
  const text = useText()
  return (
    <div className="pointer-events-none absolute inset-x-0 top-2 z-10 sm:top-px flex justify-center">
      <div className="pointer-events-auto animate-enter rounded-md shadow-overlay">
        <Button size="sm" kind="primary" onPress={onShow}>
          <ArrowUp aria-hidden />
          {text(texts.waiting, { count })}
        </Button>
      </div>
    </div>
  )
}
