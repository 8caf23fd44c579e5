import pg from 'pg'
import type { Logger } from 'pino'
import { createBell } from '../bell.ts'
import type { Entry } from '../live/ring.ts'

const BATCH = 500
/** Whoever should have woken us may be away. */
const POLL_MS = 250
const RETRY_MS = 500
const TICKS = 'watchdesk_tick'

/** Sealed ledger rows without what was written; of what that replaced, what is short enough to decide who may see it. */
export const ENTRIES = `
  select s.organization_id as "organizationId", s.stream_seq as seq, s.position, l.subject_kind as kind, l.event, l.at,
    coalesce(l.subject_ids, array[l.subject_id]) as ids,
    (select jsonb_object_agg(key, case when length(value::text) <= 100 then value end)
      from jsonb_each(case jsonb_typeof(l.before) when 'object' then l.before else '{}' end)) as before
  from app.ledger_seals s
  join app.ledger l on l.organization_id = s.organization_id and l.id = s.ledger_id and l.at = s.ledger_at`

// An age: a row whose time lies a little ahead of the clock is new, not less than that.
const LAG = `select greatest(0, coalesce(extract(epoch from clock_timestamp() - min(at)), 0))::float8 as seconds from app.ledger
  where (xid, id) > (select last_xid, last_id from app.stream_state)`

type Sealed = Entry & { position: number }

export interface Tail {
  /** Look at once. */
  ring(): void
  /** Tells every process of the installation; fails when the database is away. */
  sendTicks(payloads: string[]): Promise<void>
  /** Age of the oldest committed or open ledger row that has no place in the stream yet. */
  lagSeconds(): Promise<number>
  stop(): Promise<void>
}

export interface Listener {
  onEntries(entries: Entry[]): void
  onTick(payload: string): void
  /** At the start, and after each reconnection. */
  onEpoch(epoch: number): void
  /** After a reconnection: what was told meanwhile, and lies in no table, was missed. */
  onReturn(): void
}

/**
 * Follows the stream of all organizations from its newest entry on, on one connection of its own.
 * Answers once it knows where it started; from then on it reconnects by itself and leaves nothing out.
 */
export async function startTail(connection: pg.ClientConfig, log: Logger, listener: Listener): Promise<Tail> {
  const bell = createBell()
  let isStopping = false
  let client: pg.Client | null = null
  let last: number | null = null
  let started = () => {}
  const hasStarted = new Promise<void>((resolve) => {
    started = resolve
  })

  async function connect() {
    const fresh = new pg.Client({ ...connection, query_timeout: 10_000, keepAlive: true })
    fresh.on('error', bell.ring)
    fresh.on('notification', ({ channel, payload }) =>
      channel === TICKS ? listener.onTick(payload ?? '') : bell.ring(),
    )
    client = fresh
    await fresh.connect()
    await fresh.query(`set role app_relay; set timezone = 'UTC'; listen watchdesk_stream; listen ${TICKS}`)
    const { rows } = await fresh.query('select epoch from app.stream_state')
    listener.onEpoch(rows[0].epoch)
    return fresh
  }

  async function follow(connected: pg.Client) {
    if (last === null) {
      const { rows } = await connected.query(
        'select coalesce(max(position), 0) as newest from app.ledger_seals',
      )
      last = Number(rows[0].newest)
    } else listener.onReturn()
    started()
    while (!isStopping) {
      const { rows }: { rows: Sealed[] } = await connected.query<Sealed>({
        name: 'tail',
        text: `${ENTRIES} where s.position > $1 order by s.position limit ${BATCH}`,
        values: [last],
      })
      last = rows.at(-1)?.position ?? last
      if (rows.length > 0) listener.onEntries(rows)
      if (rows.length < BATCH) await bell.wait(POLL_MS)
    }
  }

  async function run() {
    while (!isStopping) {
      try {
        await follow(await connect())
      } catch (error) {
        if (!isStopping) log.warn({ err: error }, 'live stream lost its connection, trying again')
      }
      const old = client
      client = null
      await old?.end().catch(() => {})
      if (!isStopping) await bell.wait(RETRY_MS)
    }
  }

  const running = run()
  await hasStarted
  return {
    ring: bell.ring,
    async sendTicks(payloads) {
      if (!client) throw new Error('the live stream has no connection just now')
      await client.query(`select pg_notify('${TICKS}', payload) from unnest($1::text[]) payload`, [payloads])
    },
    lagSeconds: async () => (await client?.query(LAG))?.rows[0].seconds ?? Number.NaN,
    stop: async () => {
      isStopping = true
      bell.ring()
      await running
    },
  }
}
