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

/**
 * Collects what ticks, and sends it at most once a second, each record named once. What could not be sent is kept
 * for the next time; it does not grow with the time that takes.
 */
export function collectTicks(send: (payloads: string[]) => Promise<void>): TickCollector {
  let collected = new Map<string, Set<number>>()
  let timer: NodeJS.Timeout | undefined
  function collect(key: string, ids: Iterable<number>) {
    const known = collected.get(key) ?? new Set()
    collected.set(key, known)
    // One beyond the limit is enough to know that they are too many.
    for (const id of ids) if (known.size <= MAX_IDS) known.add(id)
    timer ??= setTimeout(flush, EVERY_MS)
  }
  function flush() {
    timer = undefined
    const sent = collected
    collected = new Map()
    send([...sent].flatMap(([of, ids]) => payloadsOf(of, [...ids]))).catch(() => {
      for (const [of, ids] of sent) collect(of, ids)
    })
  }
  return {
    add(organizationId, kind, ids) {
      if (ids.length > 0) collect(`${organizationId}:${kind}`, ids)
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

/** Ticks that are to be told, each record once, and of which nouns there ever were any. */
export function gatherTicks() {
  const ever = new Set<string>()
  let gathered = new Map<string, Map<number, []> | 'all'>()
  function add(kind: string, ids: Iterable<number> | 'all') {
    ever.add(kind)
    const known = gathered.get(kind) ?? new Map<number, []>()
    if (ids !== 'all' && known !== 'all') for (const id of ids) known.set(id, [])
    gathered.set(kind, ids === 'all' ? 'all' : known)
  }
  return {
    add,
    size: () => gathered.size,
    take() {
      const taken = gathered
      gathered = new Map()
      return taken
    },
    /** Nobody knows which were missed. */
    miss() {
      for (const kind of ever) add(kind, 'all')
    },
  }
}
