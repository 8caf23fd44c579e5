const EVERY_MS = 1000
const PER_PAYLOAD = 400 // ids of 16 digits and a comma: below PostgreSQL's 8000 bytes
const MAX_IDS = 2000

/** Records whose counters moved without a new version; `all` when they are too many to name. */
export interface Ticks {
  organizationId: number
  kind: string
  ids: number[] | 'all'
}

export interface TickCollector {
  add(organizationId: number, kind: string, ids: readonly number[]): void
  stop(): void
}

/** Collects what ticks, and sends it at most once a second, each record named once. */
export function collectTicks(send: (payloads: string[]) => void): TickCollector {
  let collected = new Map<string, Set<number>>()
  let timer: NodeJS.Timeout | undefined
  function flush() {
    timer = undefined
    const payloads = [...collected].flatMap(([of, ids]) => payloadsOf(of, [...ids]))
    collected = new Map()
    send(payloads)
  }
  return {
    add(organizationId, kind, ids) {
      if (ids.length === 0) return
      const key = `${organizationId}:${kind}`
      const known = collected.get(key) ?? new Set()
      collected.set(key, known)
      // One beyond the limit is enough to know that they are too many.
      for (const id of ids) if (known.size <= MAX_IDS) known.add(id)
      timer ??= setTimeout(flush, EVERY_MS)
    },
    stop: () => clearTimeout(timer),
  }
}

function payloadsOf(of: string, ids: number[]): string[] {
  if (ids.length > MAX_IDS) return [`${of}:*`]
  const parts = Array.from({ length: Math.ceil(ids.length / PER_PAYLOAD) }, (_, part) =>
    ids.slice(part * PER_PAYLOAD, (part + 1) * PER_PAYLOAD),
  )
  return parts.map((part) => `${of}:${part.join(',')}`)
}

/** undefined for what another version of the product may have sent. */
export function parseTicks(payload: string): Ticks | undefined {
  const match = /^(\d+):([a-z_]+):(\*|[\d,]+)$/.exec(payload)
  if (!match) return undefined
  const [, organizationId, kind = '', ids = ''] = match
  return {
    organizationId: Number(organizationId),
    kind,
    ids: ids === '*' ? 'all' : ids.split(',').map(Number),
  }
}
