import { nextCursor, type Page } from '../../lib/api/pages.ts'
import type { AlertSummary } from '../../lib/api/types.ts'

/** As far as a walk has come: on its way, at the list's end, or at the most that it takes. */
export interface Walk {
  alerts: readonly AlertSummary[]
  state: 'reading' | 'all' | 'cut'
}

/** Reads a list page by page from its start, to its end or until there are `most` alerts; tells after every page. */
export async function* walkThrough(
  read: (cursor: string) => Promise<Page<AlertSummary>>,
  most: number,
): AsyncGenerator<Walk> {
  const found = new Map<number, AlertSummary>()
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Page<AlertSummary> = await read(cursor)
    for (const alert of page.results) found.set(alert.id, alert)
    cursor = nextCursor(page)
    const isCut = found.size > most || (found.size === most && cursor !== null)
    const state = isCut ? 'cut' : cursor === null ? 'all' : 'reading'
    yield { alerts: [...found.values()].slice(0, most), state }
    if (isCut) return
  }
}
