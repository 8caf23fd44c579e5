import { useEffect, useMemo, useState } from 'react'
import { toast } from '../../components/toast-queue.ts'
import { asProblem } from '../../lib/api/problem.ts'
import { readAlerts } from './alert-cache.ts'
import type { ShownAlert } from './alert-columns.tsx'
import type { AlertQuery } from './alert-query.ts'
import { type Walk, walkThrough } from './alert-walk.ts'

/** As many as one bulk action takes. */
export const MOST_SELECTED = 1000

const none: ReadonlySet<number> = new Set()

/** What is selected of a list: rows that are shown, or everything that matches, which has to be read first. */
export function useSelection(query: AlertQuery) {
  const [selected, setSelected] = useState(none)
  const [asked, setAsked] = useState<{ query: AlertQuery } | null>(null)
  const [walked, setWalked] = useState<(Walk & { query: AlertQuery }) | null>(null)
  const walk = walked?.query === query ? walked : null

  // Another filter, another selection or leaving the page ends the walk: it must select nothing any more.
  useEffect(() => {
    if (asked?.query !== query) return
    const ending = new AbortController()
    const { signal } = ending
    async function readAll() {
      for await (const step of walkThrough((cursor) => readAlerts(query, cursor, signal), MOST_SELECTED)) {
        if (signal.aborted) return
        setWalked({ ...step, query })
        if (step.state !== 'reading') setSelected(new Set(step.alerts.map(({ id }) => id)))
      }
      setAsked(null)
    }
    readAll().catch((error) => {
      if (signal.aborted) return
      setAsked(null)
      sayWhy(error)
    })
    return () => ending.abort()
  }, [asked, query])

  const isReading = asked?.query === query
  const isWhole = walk?.alerts.length === selected.size && walk.alerts.every(({ id }) => selected.has(id))
  return {
    selected,
    select(keys: ReadonlySet<number>) {
      setAsked(null)
      setSelected(keys)
    },
    selectAll() {
      setWalked(null)
      setAsked({ query })
    },
    /** How many have been read on the way to all. */
    readSoFar: isReading ? (walk?.alerts.length ?? 0) : undefined,
    extent: walk && walk.state !== 'reading' && isWhole ? walk.state : ('some' as const),
    walked: walk?.alerts,
  }
}

export type Selection = ReturnType<typeof useSelection>

function sayWhy(error: unknown) {
  const { title, message } = asProblem(error)
  toast({ title, detail: message, tone: 'danger' })
}

/** The selected alerts, as the rows know them where they are shown; without those that left. */
export function useChosen(rows: readonly ShownAlert[], { selected, walked }: Selection) {
  return useMemo(() => {
    const known = new Map(walked?.map((alert) => [alert.id, alert]))
    for (const row of rows) {
      if (row.hasLeft) known.delete(row.id)
      else known.set(row.id, row)
    }
    return [...known.values()].filter(({ id }) => selected.has(id))
  }, [rows, selected, walked])
}
