import { useHeldRows } from '../../lib/live/held-rows.ts'
import { useHands } from '../../lib/live/use-hands.ts'
import type { AlertQuery } from './alert-query.ts'
import { useAlertFeed } from './use-alert-feed.ts'
import { useAlertVerbs } from './use-alert-verbs.tsx'
import { useAnnouncer } from './use-announcer.ts'
import { useChosen, useSelection } from './use-selection.ts'
import { useShown } from './use-shown.ts'

/**
 * The rows of the console, what is selected of them and what is being done with it. While somebody is at work in the list (points at it,
 * selects, decides, has scrolled away or has frozen it) no row moves.
 */
export function useAlertList(query: AlertQuery, isFrozen: boolean) {
  const { sentence, announce } = useAnnouncer()
  const feed = useAlertFeed(query, announce)
  const selection = useSelection(query)
  const verbs = useAlertVerbs({ onDone: () => selection.select(new Set()) })
  const { isAtWork, hands } = useHands()
  const isHeld = isFrozen || isAtWork || selection.selected.size > 0 || verbs.isAsking
  const list = feed.isStale ? 'placeholder' : JSON.stringify(query)
  const { rows: held, waiting, show } = useHeldRows(list, feed.rows, isHeld)
  const rows = useShown(held, feed.rows, feed.departed.current)
  const chosen = useChosen(rows, selection)
  return { feed, rows, waiting, show, selection, chosen, verbs, hands, sentence }
}
