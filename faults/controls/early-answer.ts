// Negative control: the client is told before the commit is. Loaded before the product, which knows nothing of it.
import pg from 'pg'

const LATE_MS = 150

type Ask = (this: pg.Client, ...words: unknown[]) => unknown
const ask = pg.Client.prototype.query as unknown as Ask
const waiting = new WeakMap<pg.Client, NodeJS.Timeout>()

function commitNow(client: pg.Client) {
  clearTimeout(waiting.get(client))
  if (waiting.delete(client)) (ask.call(client, 'commit') as Promise<unknown>).catch(() => {})
}

const early: Ask = function (...words) {
  if (words[0] !== 'commit') {
    // Whoever gets the connection next must not find the transaction open.
    commitNow(this)
    return ask.apply(this, words)
  }
  waiting.set(
    this,
    setTimeout(() => commitNow(this), LATE_MS),
  )
  return Promise.resolve({ command: 'COMMIT' })
}
pg.Client.prototype.query = early as unknown as typeof pg.Client.prototype.query
