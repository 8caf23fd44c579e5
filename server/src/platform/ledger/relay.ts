import pg from 'pg'
import type { Logger } from 'pino'

const BATCH = 500
const LOCK = 0x57_44_01 // this application's advisory lock for the one relay
const BUSY_MS = 50
const IDLE_MS = 250

/** Reads committed ledger rows behind the xmin horizon, seals them in order, and wakes the readers once per batch. */
const SEAL = `
with state as (select last_xid, last_id from app.stream_state for update),
fresh as (
  select l.organization_id, l.id, l.at, l.xid,
    row_number() over (order by l.xid, l.id) as place,
    row_number() over (partition by l.organization_id order by l.xid, l.id) as step
  from (
    select organization_id, id, at, xid from app.ledger
    where (xid, id) > (select last_xid, last_id from state)
      and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by xid, id limit ${BATCH}) l),
heads as (
  insert into app.stream_heads (organization_id, seq)
  select organization_id, count(*) from fresh group by organization_id
  on conflict (organization_id) do update set seq = app.stream_heads.seq + excluded.seq
  returning organization_id, seq),
counts as (select organization_id, count(*) as n from fresh group by organization_id),
sealed as (
  insert into app.ledger_seals (organization_id, stream_seq, ledger_id, ledger_at)
  select f.organization_id, h.seq - c.n + f.step, f.id, f.at
  from fresh f join heads h using (organization_id) join counts c using (organization_id) order by f.place
  returning 1),
moved as (
  update app.stream_state set last_xid = t.xid, last_id = t.id
  from (select xid, id from fresh order by place desc limit 1) t returning 1)
select (select count(*) from sealed)::int as sealed, (select count(*) from moved)::int as moved`

export interface Relay {
  /** Something was just committed: look at once. */
  nudge(): void
  stop(): Promise<void>
}

/**
 * Contends to be the one relay of the installation; every process may call it.
 * The leader holds a session lock, so a killed leader is followed as soon as its connection is gone.
 */
export function startRelay(connection: pg.ClientConfig, log: Logger): Relay {
  let isStopping = false
  let wake = () => {}
  let isNudged = false
  const nudge = () => {
    isNudged = true
    wake()
  }
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (isNudged || isStopping) return resolve()
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  async function lead(client: pg.Client) {
    while (!isStopping) {
      const got = await client.query(`select pg_try_advisory_lock(${LOCK}) as is_leader`)
      if (got.rows[0]?.is_leader) break
      isNudged = false
      await pause(1000)
    }
    while (!isStopping) {
      isNudged = false
      const { rows } = await client.query({ name: 'seal', text: SEAL })
      const sealed: number = rows[0]?.sealed ?? 0
      if (sealed > 0) await client.query(`select pg_notify('watchdesk_stream', '')`)
      if (sealed < BATCH) await pause(sealed > 0 ? BUSY_MS : IDLE_MS)
    }
  }

  async function run() {
    while (!isStopping) {
      const client = new pg.Client({ keepAlive: true, query_timeout: 10_000, ...connection })
      client.on('error', () => {})
      try {
        await client.connect()
        await client.query('set role app_relay')
        await lead(client)
      } catch (error) {
        if (!isStopping) log.warn({ err: error }, 'relay lost its connection, trying again')
        isNudged = false
        await pause(500)
      } finally {
        await client.end().catch(() => {})
      }
    }
  }

  const running = run()
  return {
    nudge,
    stop: async () => {
      isStopping = true
      wake()
      await running
    },
  }
}
