import type { Random } from '../random.ts'

/** What a writer may do next; `remember` is what its later writes build on. */
export interface Write {
  kind: Kind
  keys: string[]
  method: string
  path: string
  body: unknown
  /** The same again is the same write: repeated until it is acknowledged. */
  isIdempotent: boolean
  remember?(record: { id: number }): void
}

export type Kind =
  | 'incident'
  | 'description'
  | 'resolution'
  | 'comment'
  | 'alert'
  | 'alerts'
  | 'expiring'
  | 'name'

/** What one writer knows: records that it made itself, so that nobody else is in its way. */
interface Memory {
  open: number[]
  user: number
}

const EXPIRES_AFTER_MS = 1500
const BATCH = 20

const MIX: [Kind, number][] = [
  ['incident', 5],
  ['description', 3],
  ['resolution', 2],
  ['comment', 4],
  ['alert', 4],
  ['alerts', 2],
  ['expiring', 1],
  ['name', 2],
]

/** @param key of the source to send alerts as @param name of this writer, which all its keys begin with */
export function createWrites(
  random: Random,
  { key, name, user }: { key: string; name: string; user: number },
) {
  const memory: Memory = { open: [], user }
  const kinds = MIX.flatMap(([kind, weight]) => Array<Kind>(weight).fill(kind))
  let count = 0

  return (): Write => {
    const wanted = random.pick(kinds)
    const needsIncident = ['description', 'resolution', 'comment'].includes(wanted)
    const kind = needsIncident && memory.open.length === 0 ? 'incident' : wanted
    return build(kind, `${name}-${++count}`, key, memory)
  }
}

function build(kind: Kind, unique: string, key: string, memory: Memory): Write {
  const incident = memory.open.at(-1)
  const once = { kind, keys: [unique], method: 'POST', isIdempotent: false }
  const ingest = { method: 'POST', path: `/api/ingest/generic/${key}/`, isIdempotent: true }
  const alert = (dedup_key: string) => ({ dedup_key, title: dedup_key, severity: 'warning' })
  switch (kind) {
    case 'incident':
      return {
        ...once,
        ...{ path: '/api/v1/incidents/', body: { title: unique } },
        remember: ({ id }) => void memory.open.push(id),
      }
    case 'description':
      return {
        ...once,
        method: 'PATCH',
        path: `/api/v1/incidents/${incident}/`,
        body: { description: unique },
      }
    case 'comment':
      return { ...once, path: '/api/v1/incident-comments/', body: { incident_id: incident, body: unique } }
    case 'resolution': {
      memory.open.pop()
      const body = { resolution_code: 'fixed', resolution_notes: unique }
      return { ...once, path: `/api/v1/incidents/${incident}/resolve/`, body }
    }
    case 'name':
      return {
        ...once,
        method: 'PATCH',
        path: `/api/v1/users/${memory.user}/`,
        body: { display_name: unique },
      }
    case 'alert':
      return { ...ingest, kind, keys: [unique], body: alert(unique) }
    case 'alerts': {
      const keys = Array.from({ length: BATCH }, (_, n) => `${unique}.${n}`)
      return { ...ingest, kind, keys, body: keys.map(alert) }
    }
    case 'expiring': {
      // Not repeated: after its end it would be another occurrence.
      const expires_at = new Date(Date.now() + EXPIRES_AFTER_MS).toISOString()
      return { ...ingest, kind, keys: [unique], isIdempotent: false, body: { ...alert(unique), expires_at } }
    }
  }
}
