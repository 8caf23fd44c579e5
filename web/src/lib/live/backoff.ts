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

/** Plans the next attempt, one at a time; the count starts again once a connection was good. */
export function createRetry() {
  let attempt = 0
  let wish: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    /** The server asked for this many milliseconds before the next attempt. */
    ask(retryMs: number | undefined) {
      wish = retryMs
    },
    plan(code: number, run: () => void) {
      clearTimeout(timer)
      timer = setTimeout(run, backoffMs(attempt, code, wish))
      attempt += 1
      wish = undefined
    },
    reset() {
      clearTimeout(timer)
      attempt = 0
    },
  }
}
