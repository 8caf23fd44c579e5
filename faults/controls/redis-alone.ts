// Negative control: only Redis wakes anybody. PostgreSQL carries no call while it is away, and nobody looks by themselves.
// Loaded before the product, which knows nothing of it.
import pg from 'pg'

const LOOK_MS = 250
const NEVER_MS = 2 ** 31 - 1

type Ask = (this: pg.Client, ...words: unknown[]) => unknown
const ask = pg.Client.prototype.query as unknown as Ask
const silent: Ask = function (query, ...words) {
  if (String(query).includes('pg_notify')) return Promise.resolve({ rows: [] })
  const isSeal = (query as { name?: string }).name === 'seal'
  return ask.call(this, isSeal ? { ...(query as object), values: [false] } : query, ...words)
}
pg.Client.prototype.query = silent as unknown as typeof pg.Client.prototype.query

const later = globalThis.setTimeout
const patient = (work: () => void, ms?: number, ...words: []) =>
  later(work, ms === LOOK_MS ? NEVER_MS : ms, ...words)
globalThis.setTimeout = Object.assign(patient, later)
