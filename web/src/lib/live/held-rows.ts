import { useState } from 'react'

interface Row {
  id: number
}

/**
 * What a list shows while nothing in it may move: the rows that were there, each as it is now, in their old places; what a person
 * scrolled to is added at the end. `waiting` counts the new ones that would have come in between. The same array when nothing differs.
 */
export function holdStill<T extends Row>(shown: readonly T[], fresh: readonly T[]) {
  const latest = new Map(fresh.map((row) => [row.id, row]))
  const known = new Set(shown.map(({ id }) => id))
  const end = fresh.findLastIndex(({ id }) => known.has(id)) + 1
  const kept = [...shown.map((row) => latest.get(row.id) ?? row), ...fresh.slice(end)]
  const isSame = kept.length === shown.length && kept.every((row, place) => row === shown[place])
  return {
    rows: isSame ? shown : kept,
    waiting: fresh.slice(0, end).filter(({ id }) => !known.has(id)).length,
  }
}

/**
 * The rows of a live list under somebody's hands. `list` names what the rows belong to: with another filter or order everything is
 * replaced, held or not. `show` lets in what waits.
 */
export function useHeldRows<T extends Row>(list: string, fresh: readonly T[], isHeld: boolean) {
  const [shown, setShown] = useState({ list, rows: fresh })
  const isSameList = shown.list === list
  const still = holdStill(shown.rows, fresh)
  const rows = isHeld && isSameList ? still.rows : fresh
  if (rows !== shown.rows || !isSameList) setShown({ list, rows })
  return {
    rows,
    waiting: isHeld && isSameList ? still.waiting : 0,
    show: () => setShown({ list, rows: fresh }),
  }
}
