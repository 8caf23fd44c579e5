/** PostgreSQL stores neither NUL nor half a surrogate pair; both become the replacement character. */
export const storable = (text: string) =>
  text.isWellFormed() && !text.includes('\0') ? text : text.toWellFormed().replaceAll('\0', '\ufffd')

/** One field, alert or body cannot be taken; the message names it. Caught by the adapters, never seen outside. */
export class Refused extends Error {
  constructor(reason: string) {
    // A reason quotes what was sent, which may be megabytes.
    super(storable(reason.slice(0, 400)))
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a JSON value is, for messages: `an array`, `a number`, `null`. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

type ReadText = (value: unknown, field: string) => string

/** A string; null and absent are the empty one, as Go reads them. */
export const readText: ReadText = (value, field) => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  throw new Refused(`${field} must be a string, not ${kindOf(value)}`)
}

/** A string, or a number or boolean that a template left unquoted. */
export const readScalar: ReadText = (value, field) =>
  readText(typeof value === 'number' || typeof value === 'boolean' ? String(value) : value, field)

/** An object of texts; null and absent are the empty one. What is one already is taken as it is: a body is read once. */
export function readTexts(value: unknown, field: string, read: ReadText): Record<string, string> {
  if (value === null || value === undefined) return {}
  if (!isRecord(value)) throw new Refused(`${field} must be an object of strings, not ${kindOf(value)}`)
  if (isOfTexts(value)) return value
  // fromEntries defines keys where an assignment to `__proto__` would lose it.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, read(item, `${field}.${key}`)]))
}

function isOfTexts(value: Record<string, unknown>): value is Record<string, string> {
  for (const key of Object.keys(value)) if (typeof value[key] !== 'string') return false
  return true
}

/** The instant that Go's clients send for "not set". */
const ZERO_TIME = Date.parse('0001-01-01T00:00:00Z')
const LAST_TIME = Date.parse('9999-12-31T23:59:59.999Z')
const TIME_PATTERN =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:Z|([+-])(\d\d):?(\d\d))?$/

/** The form that nearly all send, RFC 3339 in UTC, of a day that every such month has: the engine's own parser reads it alike. */
const PLAIN_TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/

/**
 * An instant in ISO 8601 with date and time, to the millisecond; without a zone it is UTC, as Alertmanager takes it.
 * Null when it is absent, empty or Go's zero time.
 */
export function readTime(value: unknown, field: string): Date | null {
  const text = readText(value, field)
  if (text === '') return null
  const time = PLAIN_TIME.test(text) ? new Date(text) : parseTime(text)
  if (time === null) throw new Refused(`${field} must be a time such as 2026-01-31T23:59:59Z, not "${text}"`)
  return time.getTime() <= ZERO_TIME ? null : time
}

function parseTime(text: string): Date | null {
  const parts = TIME_PATTERN.exec(text)
  if (!parts) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  const local = new Date(0)
  local.setUTCFullYear(year, month - 1, day)
  // A day that the month does not have has become one of the next.
  if (local.getUTCMonth() !== month - 1 || hour > 23 || minute > 59 || second > 59) return null
  local.setUTCHours(hour, minute, second, Number((parts[7] ?? '').slice(0, 3).padEnd(3, '0')))
  const offset = (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0)) * (parts[8] === '-' ? -1 : 1)
  const time = local.getTime() - offset * 60_000
  return time > LAST_TIME ? null : new Date(time)
}
