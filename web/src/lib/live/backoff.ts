import { CLOSED } from './frames.ts'

const FLOOR_MS = 500
const CEILING_MS = 30_000

/**
 * Milliseconds until the next attempt: full jitter over a doubling window. A first expired token or a draining server is answered at
 * once, the server's own wish (`retryMs`) comes before our dice, and a refusal that will not change soon waits the whole window.
 */
export function backoffMs(attempt: number, code: number, retryMs?: number): number {
  if (retryMs !== undefined) return retryMs
  const isRoutine = code === CLOSED.tokenExpired || code === CLOSED.badAuth || code === CLOSED.draining
  if (isRoutine && attempt === 0) return 0
  if (code === CLOSED.forbidden || code === CLOSED.protocol) return CEILING_MS
  const window = Math.min(CEILING_MS, FLOOR_MS * 2 ** (attempt + 1))
  return FLOOR_MS + Math.random() * (window - FLOOR_MS)
}
