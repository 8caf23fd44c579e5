import { useMemo } from 'react'
import type { AlertSummary } from '../../lib/api/types.ts'
import type { ShownAlert } from './alert-columns.tsx'

/** Rows that are held in place although they left the list are marked, and shown as last heard of. */
export function useShown(
  held: readonly AlertSummary[],
  fresh: readonly AlertSummary[],
  departed: ReadonlyMap<number, AlertSummary>,
): readonly ShownAlert[] {
  return useMemo(() => {
    if (held === fresh) return held
    const present = new Set(fresh.map(({ id }) => id))
    return held.map((row) =>
      present.has(row.id) ? row : { ...row, ...departed.get(row.id), actions: [], hasLeft: true },
    )
  }, [held, fresh, departed])
}
