import { useCallback, useEffect, useState } from 'react'
import type { ColumnWidths, DataGridHandle } from 'react-data-grid'
import { isNumber, isRecordOf } from '../lib/checks.ts'
import { readSaved, writeSaved } from '../lib/saved.ts'

const isWidths = isRecordOf(isNumber)

/** Widths that a person dragged, kept in this browser by the grid's id; measured ones are measured again. */
export function useColumnWidths(id: string) {
  const [widths, setWidths] = useState<ColumnWidths>(() => {
    const saved = Object.entries(readSaved(`grid.${id}`, isWidths, {}))
    return new Map(saved.map(([key, width]) => [key, { type: 'resized', width }]))
  })
  const change = useCallback(
    (next: ColumnWidths) => {
      setWidths(next)
      const dragged = [...next].filter(([, { type }]) => type === 'resized')
      writeSaved(`grid.${id}`, Object.fromEntries(dragged.map(([key, { width }]) => [key, width])))
    },
    [id],
  )
  return [widths, change] as const
}

/** Where each list was scrolled to when it was left, so that "back" finds the same rows. */
const positions = new Map<string, number>()

export function useScrollMemory(id: string, grid: React.RefObject<DataGridHandle | null>, isReady: boolean) {
  const key = `${id} ${location.pathname}${location.search}`
  useEffect(() => {
    const element = grid.current?.element
    const top = positions.get(key)
    if (isReady && element && top) element.scrollTop = top
  }, [key, grid, isReady])
  return (event: React.UIEvent) => positions.set(key, event.currentTarget.scrollTop)
}
